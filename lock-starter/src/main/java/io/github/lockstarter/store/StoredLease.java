package io.github.lockstarter.store;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;

/** A lease as those see it who ask the store about it themselves: fenced clients and the check before a commit. */
public interface StoredLease extends Lease {

    /** What stands in the store while the lease lasts. */
    Held held();

    /**
     * Says that the store does not know the lease any more: it is lost from now on.
     *
     * @return the loss, for the caller to throw
     */
    LeaseLostException refused();

    /**
     * Asks the store whether the lock is still ours, and renews it for its ttl if so. Without an answer in time, the deadline
     * decides. Waits at most one command-timeout.
     *
     * @throws LeaseLostException if it is not
     */
    void confirm();

    /** Says that a transaction was committed after this lease was {@linkplain #confirm() confirmed}. */
    void committed();
}
