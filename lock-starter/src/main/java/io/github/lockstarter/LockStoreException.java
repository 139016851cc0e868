package io.github.lockstarter;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Unavailable: the store did not answer in time, refused, or is shutting down; nobody knows whether the lock is free. The
 * method that the lock was for has not run, and what may have been set in the store is withdrawn. From {@link Lease#ensure}: the lease goes
 * on, but it is not known to last so long.
 */
public final class LockStoreException extends LockException {

    /**
     * Of the call with this name and these keys.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param reason the rest of the sentence that begins with the lock: what happened, with numbers, and what to do
     * @param cause what the store's client said, if it said anything
     */
    public LockStoreException(String name, Set<String> keys, String reason, @Nullable Throwable cause) {
        super(Words.theLocks(keys) + " (" + name + ") " + reason, cause, name, keys);
    }
}
