package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.auction.BidTooLowException;
import io.github.lockstarter.sample.auction.ItemExistsException;
import io.github.lockstarter.sample.auction.UnknownItemException;
import io.github.lockstarter.sample.page.TooManyPagesException;
import io.github.lockstarter.sample.shared.ApplicationEndsException;
import io.github.lockstarter.sample.shared.NotOfferedException;
import io.github.lockstarter.sample.shared.StageTakenException;
import io.github.lockstarter.sample.story.UnknownStoryException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.MethodArgumentNotValidException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Answers what went wrong, apart from {@link RedisProblems locks and Redis}. */
@RestControllerAdvice
class Problems extends ResponseEntityExceptionHandler {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler({UnknownItemException.class, UnknownStoryException.class})
    ProblemDetail unknown(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.NOT_FOUND, e.getMessage());
    }

    @ExceptionHandler({
        BidTooLowException.class,
        ItemExistsException.class,
        StageTakenException.class,
        NotOfferedException.class
    })
    ProblemDetail conflict(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, e.getMessage());
    }

    @ExceptionHandler({TooManyPagesException.class, ApplicationEndsException.class})
    ProblemDetail notNow(RuntimeException e) {
        return ProblemDetail.forStatusAndDetail(HttpStatus.SERVICE_UNAVAILABLE, e.getMessage());
    }

    @ExceptionHandler
    ProblemDetail unexpected(Exception e) {
        log.error("A request failed for a reason that nobody thought of", e);
        return ProblemDetail.forStatusAndDetail(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "This should not have happened. The log of the application says more; look at the item before you try"
                        + " again.");
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleHttpMessageNotReadable(
            HttpMessageNotReadableException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return badRequest(e, BodyProblem.of(e), headers, request);
    }

    @Override
    protected @Nullable ResponseEntity<Object> handleMethodArgumentNotValid(
            MethodArgumentNotValidException e, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
        return badRequest(e, BodyProblem.of(e.getBindingResult()), headers, request);
    }

    private @Nullable ResponseEntity<Object> badRequest(
            Exception e, String detail, HttpHeaders headers, WebRequest request) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.BAD_REQUEST, detail);
        return handleExceptionInternal(e, problem, headers, HttpStatus.BAD_REQUEST, request);
    }
}
