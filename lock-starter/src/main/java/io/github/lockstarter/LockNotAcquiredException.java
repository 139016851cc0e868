package io.github.lockstarter;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Busy: another held the lock until the wait was over. The method has not run. Trying again later, or telling the user to,
 * is the usual answer.
 */
public final class LockNotAcquiredException extends LockException {

    private final int attempts;

    private final Duration waited;

    private final @Nullable String owner;

    /**
     * @param attempts how often the store was asked, 1 or more
     * @param waited from the beginning of the call
     * @param owner the instance that held the lock at the last attempt, if known
     * @param heldMeanwhile keys that the calling thread itself held while it waited
     */
    public LockNotAcquiredException(
            String name,
            Set<String> keys,
            int attempts,
            Duration waited,
            @Nullable String owner,
            Set<String> heldMeanwhile) {
        super(message(name, keys, attempts, waited, owner, heldMeanwhile), null, name, keys);
        this.attempts = attempts;
        this.waited = waited;
        this.owner = owner;
    }

    /** How often the store was asked, 1 or more. */
    public int attempts() {
        return attempts;
    }

    /** How long the call took. */
    public Duration waited() {
        return waited;
    }

    /** The instance ({@code host:pid:...}) that held the lock at the last attempt, if it is known. */
    public Optional<String> owner() {
        return Optional.ofNullable(owner);
    }

    private static String message(
            String name,
            Set<String> keys,
            int attempts,
            Duration waited,
            @Nullable String owner,
            Set<String> heldMeanwhile) {
        String message = "%s (%s) not acquired after %d %s in %s: held by %s"
                .formatted(
                        Words.theLocks(keys),
                        name,
                        attempts,
                        attempts == 1 ? "attempt" : "attempts",
                        Words.of(waited),
                        owner == null ? "another owner" : owner);
        String meanwhile = heldMeanwhile.isEmpty()
                ? ""
                : ". This thread held " + Words.locks(heldMeanwhile)
                        + " meanwhile: calls that nest locks in opposite order wait for each other";
        return message + meanwhile + ". The method has not run; to wait longer, raise retries, retryDelay or waitTime";
    }
}
