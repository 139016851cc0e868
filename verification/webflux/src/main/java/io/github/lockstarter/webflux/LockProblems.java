package io.github.lockstarter.webflux;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

@RestControllerAdvice
class LockProblems {

    private static final Logger log = LoggerFactory.getLogger(LockProblems.class);

    @ExceptionHandler
    ProblemDetail busy(LockNotAcquiredException e) {
        log.info(e.getMessage()); // who holds the lock, since when, and how long this call waited
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.LOCKED, "Somebody else is at it. Nothing was changed; try again.");
    }

    @ExceptionHandler
    ProblemDetail unavailable(LockStoreException e) {
        log.warn(e.getMessage()); // what is wrong with Redis
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "This is not possible at the moment. Nothing was changed.");
    }

    @ExceptionHandler
    ProblemDetail lost(LeaseLostException e) {
        log.error(e.getMessage()); // the method has run: look at what it wrote, unless that is fenced
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR, "It is not known whether this was done. Look before you try again.");
    }
}
