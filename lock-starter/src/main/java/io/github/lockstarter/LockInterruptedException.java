package io.github.lockstarter;

import java.util.Set;

/**
 * The thread was interrupted while it waited for a lock, or before. The method has not run; the thread's interrupt flag is
 * set; what may have been set is withdrawn.
 */
public final class LockInterruptedException extends LockException {

    /**
     * Of the call with this name and these keys.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param cause the interrupt; whoever throws this sets the flag of the thread again
     */
    public LockInterruptedException(String name, Set<String> keys, InterruptedException cause) {
        super(
                "Interrupted while waiting for " + Words.locks(keys) + " (" + name
                        + "): somebody wants this thread to end, as a shutdown or a cancelled task does. The method has not run",
                cause,
                name,
                keys);
    }
}
