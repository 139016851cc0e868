package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The last that was heard of a lock: what a call is told that ends without it. Busy and unavailable are never one.
 *
 * @param busy what the store answered, if it did
 * @param failure why there is no answer, if there is none
 * @param tooMany how many calls of this JVM wait already, if that is why
 */
record NotAcquired(@Nullable Busy busy, @Nullable Throwable failure, int tooMany) implements Outcome {

    /** Nothing is granted any more. */
    static final NotAcquired SHUTTING_DOWN = new NotAcquired(null, null, 0);

    /** There was a grant, but its deadline had passed when it came in. */
    static final NotAcquired TOO_LATE =
            new NotAcquired(null, new TimeoutException("The grant came after its own deadline"), 0);

    /** There has been no answer. */
    static final NotAcquired NOT_ANSWERED = unanswered(new TimeoutException("No answer in time"));

    static NotAcquired busy(Busy answer) {
        return new NotAcquired(answer, null, 0);
    }

    /** @param waiting how many calls of this JVM wait already */
    static NotAcquired tooMany(int waiting) {
        return new NotAcquired(null, null, waiting);
    }

    static NotAcquired of(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer instanceof Busy busy) {
            return busy(busy);
        }
        return failure == null ? NOT_ANSWERED : unanswered(failure);
    }

    /** @param failure a TimeoutException: there was no answer in time */
    static NotAcquired unanswered(Throwable failure) {
        boolean wrapped = failure instanceof CompletionException && failure.getCause() != null;
        return new NotAcquired(null, wrapped ? failure.getCause() : failure, 0);
    }

    /** In how many nanoseconds the present lease is over, as far as is known. */
    long expiresIn() {
        return busy == null || busy.expiresIn() == null
                ? Long.MAX_VALUE
                : busy.expiresIn().toNanos();
    }

    /** Whether asking again is in vain. */
    boolean isFinal() {
        return this == SHUTTING_DOWN || failure != null && StoreFailure.kindOf(failure) == StoreFailure.Kind.REJECTED;
    }

    /**
     * @param attempts how often the store was asked while the call waited
     * @param waited from the beginning of the call, in nanoseconds
     * @param heldMeanwhile keys that the calling thread itself held while it waited
     */
    LockException exception(LockTerms terms, int attempts, long waited, Set<String> heldMeanwhile) {
        if (busy != null) {
            return new LockNotAcquiredException(
                    terms.name(), terms.keys(), attempts, Duration.ofNanos(waited), busy.owner(), heldMeanwhile);
        }
        if (tooMany > 0) {
            return LockNotAcquiredException.tooManyWaiting(
                    terms.name(), terms.keys(), Duration.ofNanos(waited), tooMany);
        }
        if (failure == null) {
            return unavailable(terms, "not acquired: the application is shutting down");
        }
        if (isFinal()) {
            return unavailable(terms, "not acquired: " + failure.getMessage());
        }
        return unavailable(
                terms,
                "not acquired after %d %s in %d ms: %s. The method has not run. Check that Redis is up and reachable (spring.data.redis.*)"
                        .formatted(
                                attempts,
                                attempts == 1 ? "attempt" : "attempts",
                                Duration.ofNanos(waited).toMillis(),
                                reason(terms, failure)));
    }

    private static String reason(LockTerms terms, Throwable failure) {
        return failure instanceof TimeoutException || failure.getMessage() == null
                ? "Redis did not answer 'acquire' within "
                        + Duration.ofNanos(terms.commandTimeout()).toMillis() + " ms"
                : failure.getMessage();
    }

    private LockStoreException unavailable(LockTerms terms, String reason) {
        return new LockStoreException(terms.name(), terms.keys(), reason, failure);
    }
}
