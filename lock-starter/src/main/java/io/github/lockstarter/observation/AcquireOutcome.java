package io.github.lockstarter.observation;

import java.util.Locale;

/** How a call that wanted a lock ended. */
public enum AcquireOutcome {
    /** It got its lock. */
    ACQUIRED,
    /** Others held the lock until the wait was over. */
    BUSY,
    /** The store did not answer, refused, or is shutting down: nobody knows. */
    UNAVAILABLE,
    /** The waiting thread was interrupted. */
    INTERRUPTED,
    /** Nobody wanted the lock any more: a future or subscription was cancelled. */
    CANCELLED,
    /** Something else went wrong: the lease of the call around was lost, say. */
    ERROR;

    /** {@return as tags show it: in lower case} */
    public String tag() {
        return name().toLowerCase(Locale.ROOT);
    }
}
