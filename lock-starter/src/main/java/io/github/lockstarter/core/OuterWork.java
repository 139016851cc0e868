package io.github.lockstarter.core;

import io.github.lockstarter.store.StoredLease;

/** What may be open around a call, and has to complete before the lock is given back: a transaction. */
@FunctionalInterface
public interface OuterWork {

    /** Nothing ever is. */
    OuterWork NONE = (lease, end) -> false;

    /**
     * Keeps a lease that was just acquired until what is open on this thread completes.
     *
     * @param lease the one to keep
     * @param end to be told once, when it has completed, however it did; on this thread if possible
     * @return whether anything is open; if not, {@code end} is not told
     */
    boolean keepUntilCompleted(StoredLease lease, End end);

    /** Ends a lease that was kept. */
    @FunctionalInterface
    interface End {

        /** @param stands whether what was done stands, or may stand; if not, it was rolled back */
        void completed(boolean stands);
    }
}
