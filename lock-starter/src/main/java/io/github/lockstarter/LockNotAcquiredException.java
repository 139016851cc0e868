package io.github.lockstarter;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
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

    private final @Nullable Instant heldSince;

    /**
     * The wait is over, and others had the lock.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param attempts how often the store was asked while the call waited; 0 if all the while another call of this JVM held the lock
     * @param waited from the beginning of the call
     * @param owner the instance that held the lock at the last attempt, if known
     * @param heldSince since when it did, if known
     * @param heldMeanwhile keys that the calling thread itself held while it waited
     */
    public LockNotAcquiredException(
            String name,
            Set<String> keys,
            int attempts,
            Duration waited,
            @Nullable String owner,
            @Nullable Instant heldSince,
            Set<String> heldMeanwhile) {
        this(
                message(name, keys, attempts, waited, holder(owner, heldSince), heldMeanwhile),
                name,
                keys,
                attempts,
                waited,
                owner,
                heldSince);
    }

    private LockNotAcquiredException(
            String message,
            String name,
            Set<String> keys,
            int attempts,
            Duration waited,
            @Nullable String owner,
            @Nullable Instant heldSince) {
        super(message, null, name, keys);
        this.attempts = attempts;
        this.waited = waited;
        this.owner = owner;
        this.heldSince = heldSince;
    }

    /**
     * {@return busy at once: as many calls of this JVM wait for the lock as may}
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param waited from the beginning of the call
     * @param waiting how many those are
     */
    public static LockNotAcquiredException tooManyWaiting(String name, Set<String> keys, Duration waited, int waiting) {
        String message =
                "%s (%s) not acquired: %d %s of this JVM already %s for it, as many as distributed-lock.max-waiters allows. The method has not run"
                        .formatted(
                                Words.theLocks(keys),
                                name,
                                waiting,
                                waiting == 1 ? "call" : "calls",
                                waiting == 1 ? "waits" : "wait");
        return new LockNotAcquiredException(message, name, keys, 0, waited, null, null);
    }

    /**
     * {@return how often the store was asked while the call waited, for it or for a call of this JVM before it in line} 0 if another call
     * of this JVM held the lock all the while, or too many waited.
     */
    public int attempts() {
        return attempts;
    }

    /** {@return how long the call took} */
    public Duration waited() {
        return waited;
    }

    /** {@return the instance ({@code host:pid:...}) that held the lock at the last attempt, if it is known} */
    public Optional<String> owner() {
        return Optional.ofNullable(owner);
    }

    /** {@return since when that one has held it, if it is known: by the clock of the store, or of this JVM if it is of this JVM} */
    public Optional<Instant> heldSince() {
        return Optional.ofNullable(heldSince);
    }

    private static String holder(@Nullable String owner, @Nullable Instant since) {
        return (owner == null ? "another owner" : owner)
                + (since == null ? "" : " since " + since.truncatedTo(ChronoUnit.MILLIS));
    }

    private static String message(
            String name, Set<String> keys, int attempts, Duration waited, String holder, Set<String> heldMeanwhile) {
        String tries = attempts == 0 ? "" : " after " + attempts + (attempts == 1 ? " attempt" : " attempts");
        String message = "%s (%s) not acquired%s in %s: held by %s"
                .formatted(Words.theLocks(keys), name, tries, Words.of(waited), holder);
        String meanwhile = heldMeanwhile.isEmpty()
                ? ""
                : ". This thread held " + Words.locks(heldMeanwhile)
                        + " meanwhile: calls that nest locks in opposite order wait for each other";
        return message + meanwhile + ". The method has not run; to wait longer, raise retries, retryDelay or waitTime";
    }
}
