package io.github.lockstarter.core;

import io.github.lockstarter.core.LockObserver.Acquiring;
import io.github.lockstarter.core.LockObserver.Holding;

/** The end of an acquisition, as what goes along with it is to be told. */
record ToObserve(Acquiring acquiring, int attempts, long waitedNanos) {

    Holding acquired(HeldLease lease) {
        return acquiring.acquired(lease, attempts, waitedNanos);
    }
}
