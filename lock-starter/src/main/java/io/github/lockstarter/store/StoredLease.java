package io.github.lockstarter.store;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;

/** A lease as those see it who ask the store about it themselves: fenced clients and the check before a commit. */
public interface StoredLease extends Lease {

    /** {@return what stands in the store while the lease lasts} */
    Held held();

    /**
     * Says that the store does not know the lease any more: it is lost from now on.
     *
     * @return the loss, for the caller to throw
     */
    LeaseLostException refused();

    /**
     * Asks the store whether the lock is still ours, and renews it for its ttl if so. Returns at once.
     *
     * @return waits for the answer, at most one command-timeout from the asking, and throws LeaseLostException if the lock is
     *     not ours. Without an answer in time, the deadline decides.
     */
    Runnable confirmation();

    /**
     * Says that a transaction of the running call was committed after this lease was {@linkplain #confirmation() confirmed}: if
     * it is still held, a later loss does not trouble the caller any more.
     */
    void committed();
}
