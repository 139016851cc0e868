package io.github.lockstarter.core;

import io.github.lockstarter.core.LeaseState.Lost;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What runs under a lease and is to be stopped once that is lost: a call that a thread runs is interrupted, other work is cancelled.
 * After a checked commit nothing is: it stands. Thread-safe.
 *
 * <p>Invariant: whoever is added looks for the loss afterwards, and whoever makes the lease lost looks here afterwards. So none is missed.
 */
final class WorkToStop {

    private final LeaseLife life;

    private final Signals signals;

    private volatile @Nullable Interruption interruption;

    private final Set<Runnable> cancellations = ConcurrentHashMap.newKeySet();

    WorkToStop(LeaseLife life, Signals signals) {
        this.life = life;
        this.signals = signals;
    }

    /**
     * Interrupts this call, too, if the lease is lost from now on, or has been.
     *
     * @param call null: none any more
     * @return which one it was before
     */
    @Nullable
    Interruption interrupting(@Nullable Interruption call) {
        Interruption before = interruption;
        interruption = call;
        Lost loss = life.look().loss();
        if (loss != null) {
            interrupt(loss);
        }
        return before;
    }

    /** Runs this, too, on a thread of ours, if the lease is lost from now on, or has been: once, or never. */
    void cancelling(Runnable cancellation) {
        cancellations.add(cancellation);
        Lost loss = life.look().loss();
        if (loss != null) {
            cancel(loss);
        }
    }

    void noLongerCancelling(Runnable cancellation) {
        cancellations.remove(cancellation);
    }

    void stop(Lost loss) {
        interrupt(loss);
        cancel(loss);
    }

    /** The call gets an exception that says so. */
    void told() {
        Interruption call = interruption;
        if (call != null) {
            call.told();
        }
    }

    private void interrupt(Lost loss) {
        Interruption call = interruption;
        if (call != null && !loss.committed()) {
            call.demand(signals);
        }
    }

    private void cancel(Lost loss) {
        if (loss.committed()) {
            return;
        }
        for (Runnable cancellation : cancellations) {
            if (cancellations.remove(cancellation)) {
                signals.raise(cancellation);
            }
        }
    }
}
