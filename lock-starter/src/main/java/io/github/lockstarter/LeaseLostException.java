package io.github.lockstarter;

import java.time.Duration;
import java.util.Set;

/**
 * Lost: we held the lock, and no longer do. Another may have held it since, so what the method did may stand beside what
 * another did: do not retry blindly.
 *
 * <p>Thrown to the caller after the method, to the method when it asks the lease or uses a fenced client, and out of the commit
 * of a transaction whose lock is gone, which is rolled back.
 */
public final class LeaseLostException extends LockException {

    /** Why a lease is no longer held. */
    public enum Reason {
        /**
         * The deadline passed: the method ran longer than the ttl (or, renewed, than maxHold), the JVM stood still, or Redis
         * could not be reached for renewals.
         */
        EXPIRED,
        /** The store no longer knows the lease: the key was deleted, overwritten, evicted, released by force, or the server lost its data. */
        REFUSED,
        /** The lease had been closed before it was asked. */
        RELEASED
    }

    private final Reason reason;

    private final Duration heldFor;

    private final boolean methodCompleted;

    /**
     * Of the lease with this name and these keys.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param reason why it is no longer held
     * @param heldFor from the acquisition until the loss was seen
     * @param methodCompleted whether the method under the lock had already finished
     */
    public LeaseLostException(String name, Set<String> keys, Reason reason, Duration heldFor, boolean methodCompleted) {
        super(message(name, keys, reason, heldFor, methodCompleted), null, name, keys);
        this.reason = reason;
        this.heldFor = heldFor;
        this.methodCompleted = methodCompleted;
    }

    /** {@return why it is no longer held} */
    public Reason reason() {
        return reason;
    }

    /** {@return how long the lease had been held when its loss was seen} */
    public Duration heldFor() {
        return heldFor;
    }

    /**
     * {@return whether the method under the lock had finished: what it wrote then stands, unless it was fenced} Not so where its
     * transaction was rolled back.
     */
    public boolean methodCompleted() {
        return methodCompleted;
    }

    private static String message(
            String name, Set<String> keys, Reason reason, Duration heldFor, boolean methodCompleted) {
        String why = switch (reason) {
            case EXPIRED ->
                "its ttl was over and no renewal had come through: the method takes longer, or this JVM or Redis stood still. Let the ttl be longer than the method may take, or renew it; if it is renewed, raise maxHold";
            case REFUSED ->
                "the store no longer knows it (key deleted, overwritten or evicted, data lost, or released by force)";
            case RELEASED -> "it was closed before";
        };
        String after = methodCompleted
                ? ". The method had finished; what it wrote stands unless fenced or rolled back; do not retry blindly"
                : "";
        return "Lease on %s (%s) lost after %s: %s%s".formatted(Words.locks(keys), name, Words.of(heldFor), why, after);
    }
}
