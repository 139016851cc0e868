package io.github.lockstarter.core;

import io.github.lockstarter.core.LeaseState.Lost;
import io.github.lockstarter.core.LockObserver.Holding;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Who goes along with a lease until it ends. That begins before anything runs under the lease: at once, or, where no thread could be
 * spared for it when the lease was acquired, on the thread that what runs comes with.
 */
final class LeaseObservation {

    private final HeldLease lease;

    private volatile Holding holding = Holding.UNOBSERVED;

    /** How to begin; null: it has begun, or there is nobody. */
    private volatile @Nullable ToObserve toBegin;

    LeaseObservation(HeldLease lease) {
        this.lease = lease;
    }

    /** Is to {@link #begin()} before anything runs. */
    void beginLater(ToObserve by) {
        toBegin = by;
    }

    /** On a thread that may run what is not ours. */
    void begin() {
        ToObserve by = toBegin;
        if (by != null) {
            toBegin = null;
            begin(by.acquired(lease));
        }
    }

    void begin(Holding by) {
        holding = by;
        Lost loss = lease.life().look().loss();
        if (loss != null) {
            // Whoever found it out may have come before this.
            by.lost(loss.exception(lease.terms(), false));
        }
    }

    /** Nothing has run under it, nor will: to who would have gone along, nothing was acquired. */
    void unused() {
        ToObserve by = toBegin;
        if (by != null) {
            toBegin = null;
            lease.leases().notAcquired(by.acquiring(), new CancellationException());
        }
    }

    boolean isOn() {
        return holding != Holding.UNOBSERVED;
    }

    Holding holding() {
        return holding;
    }
}
