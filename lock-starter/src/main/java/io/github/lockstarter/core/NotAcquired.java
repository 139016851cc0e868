package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** The last that was heard of a lock: what a call is told that ends without it. Busy and unavailable are never one. */
sealed interface NotAcquired extends Outcome {

    NotAcquired SHUTTING_DOWN = new ShuttingDown();

    /** There has been no answer. */
    NotAcquired NOT_ANSWERED = new Unanswered(new TimeoutException("No answer in time"));

    /** There was a grant, but its deadline had passed when it came in. */
    NotAcquired TOO_LATE = new Unanswered(new TimeoutException("The grant came after its own deadline"));

    static NotAcquired of(@Nullable Answer answer, @Nullable Throwable failure) {
        if (answer instanceof Busy busy) {
            return new Taken(busy);
        }
        return failure == null ? NOT_ANSWERED : of(failure);
    }

    /** @param failure a TimeoutException: there was no answer in time */
    static NotAcquired of(Throwable failure) {
        return new Unanswered(Answers.cause(failure));
    }

    /** Whether asking again is in vain. */
    default boolean isFinal() {
        return false;
    }

    /** In how many nanoseconds the present lease is over, as far as is known. */
    default long expiresIn() {
        return Long.MAX_VALUE;
    }

    /**
     * @param attempts how often the store was asked while the call waited
     * @param waited from the beginning of the call, in nanoseconds
     * @param heldMeanwhile keys that the calling thread itself held while it waited
     */
    LockException exception(LockTerms terms, int attempts, long waited, Set<String> heldMeanwhile);

    /** Busy: another has it. */
    record Taken(Busy busy) implements NotAcquired {

        @Override
        public long expiresIn() {
            Duration left = busy.expiresIn();
            return left == null ? Long.MAX_VALUE : left.toNanos();
        }

        @Override
        public LockException exception(LockTerms terms, int attempts, long waited, Set<String> heldMeanwhile) {
            return new LockNotAcquiredException(
                    terms.name(),
                    terms.keys(),
                    attempts,
                    Duration.ofNanos(waited),
                    busy.owner(),
                    busy.since(),
                    heldMeanwhile);
        }
    }

    /** Busy: as many calls of this JVM wait for it as may. */
    record TooManyWaiting(int waiting) implements NotAcquired {

        @Override
        public LockException exception(LockTerms terms, int attempts, long waited, Set<String> heldMeanwhile) {
            return LockNotAcquiredException.tooManyWaiting(
                    terms.name(), terms.keys(), Duration.ofNanos(waited), waiting);
        }
    }

    /** Unavailable: nobody knows. */
    record Unanswered(Throwable failure) implements NotAcquired {

        @Override
        public boolean isFinal() {
            return StoreFailure.kindOf(failure) == StoreFailure.Kind.REJECTED;
        }

        @Override
        public LockException exception(LockTerms terms, int attempts, long waited, Set<String> heldMeanwhile) {
            String reason = isFinal()
                    ? "not acquired: " + failure.getMessage()
                    : "not acquired after %d %s in %d ms: %s. The method has not run. Check that Redis is up and reachable (spring.data.redis.*, or distributed-lock.redlock.nodes)"
                            .formatted(
                                    attempts,
                                    attempts == 1 ? "attempt" : "attempts",
                                    Duration.ofNanos(waited).toMillis(),
                                    cause(terms));
            return new LockStoreException(terms.name(), terms.keys(), reason, failure);
        }

        private String cause(LockTerms terms) {
            return failure instanceof TimeoutException || failure.getMessage() == null
                    ? "Redis did not answer 'acquire' within "
                            + Duration.ofNanos(terms.commandTimeout()).toMillis() + " ms"
                    : failure.getMessage();
        }
    }

    /** Unavailable: nothing is granted any more. */
    record ShuttingDown() implements NotAcquired {

        @Override
        public boolean isFinal() {
            return true;
        }

        @Override
        public LockException exception(LockTerms terms, int attempts, long waited, Set<String> heldMeanwhile) {
            return new LockStoreException(
                    terms.name(), terms.keys(), "not acquired: the application is shutting down", null);
        }
    }
}
