package io.github.lockstarter.sample.web;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/**
 * Answers that a lock was not had or not kept, or that Redis failed. The difference that matters to a client: whether
 * its request may have changed something.
 */
@RestControllerAdvice
@Order(Ordered.HIGHEST_PRECEDENCE)
class RedisProblems {

    private static final Logger log = LoggerFactory.getLogger(RedisProblems.class);

    private static final String SOON = "2";

    @ExceptionHandler
    ProblemDetail busy(LockNotAcquiredException e) {
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.LOCKED,
                "Somebody else held the lock for all of the %d ms that the request waited. Nothing was changed; try again."
                        .formatted(e.waited().toMillis()));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> noAnswerAboutTheLock(LockStoreException e) {
        log.warn("{}", e.getMessage());
        return tryLater("Redis could not be asked for the lock. Nothing was changed; try again later.");
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> interrupted(LockInterruptedException e) {
        log.warn("{}", e.getMessage());
        return tryLater("The request was interrupted while it waited for its turn. Nothing was changed; try again.");
    }

    @ExceptionHandler
    ProblemDetail lost(LeaseLostException e) {
        log.warn("{}", e.getMessage());
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE,
                "The request took longer than its lock lasted, or the lock was removed. Nobody can tell whether the bid"
                        + " stands: look at the item before bidding again.");
    }

    @ExceptionHandler({DataAccessResourceFailureException.class, QueryTimeoutException.class, RedisSystemException.class
    })
    ResponseEntity<ProblemDetail> redisFailed(RuntimeException e) {
        log.warn("Redis failed: {}", e.getMessage());
        return tryLater(
                "Redis did not answer, or refused. If this was a bid, nobody can tell whether it stands: look at"
                        + " the item, later, before bidding again.");
    }

    private static ResponseEntity<ProblemDetail> tryLater(String detail) {
        return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
                .header(HttpHeaders.RETRY_AFTER, SOON)
                .body(ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, detail));
    }
}
