package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.OnLost;
import org.jspecify.annotations.Nullable;

/** One call under a lease of its own: runs, gives the lock back in any case, and says if it was lost. Belongs to a thread. */
final class LockedCall {

    private final Leases leases;

    private final OwnedLeases owned;

    private final OuterWork outerWork;

    private final HeldLease lease;

    /** Null: a loss interrupts nobody. */
    private final @Nullable Interruption interruption;

    /** Whether something that is open around the call will end the lease. */
    private boolean kept;

    LockedCall(Leases leases, OwnedLeases owned, OuterWork outerWork, HeldLease lease) {
        this.leases = leases;
        this.owned = owned;
        this.outerWork = outerWork;
        this.lease = lease;
        this.interruption = lease.terms().onLost() == OnLost.INTERRUPT ? new Interruption() : null;
    }

    <T extends @Nullable Object> T run(LockCallback<T> callback) {
        T result;
        try {
            enter();
            result = Callbacks.runUnder(lease, callback);
        } catch (Throwable failure) {
            boolean interrupted = takeOffInterrupt();
            LeaseLostException loss = leave(false);
            if (loss == null || says(failure, loss)) {
                throw failure;
            }
            if (interrupted) {
                loss.addSuppressed(failure);
                throw loss;
            }
            failure.addSuppressed(loss);
            throw failure;
        }
        takeOffInterrupt();
        LeaseLostException loss = leave(true);
        if (loss != null) {
            throw loss;
        }
        return result;
    }

    private void enter() {
        owned.enter(lease);
        kept = !lease.terms().outsideTransaction() && outerWork.keepUntilCompleted(lease, this::end);
        if (kept) {
            leases.keep(lease);
        }
        if (interruption != null) {
            lease.interrupting(interruption);
        }
    }

    private boolean takeOffInterrupt() {
        return interruption != null && interruption.endAndTakeOff();
    }

    /** @return the loss, if the caller has to be told */
    private @Nullable LeaseLostException leave(boolean completed) {
        LeaseLostException loss = kept ? lease.loss(completed) : end(completed);
        return lease.isCommitted() || lease.terms().onLost() == OnLost.WARN ? null : loss;
    }

    /** Whether the method threw what the lease itself has thrown: when it was asked, fenced with or confirmed. */
    private static boolean says(Throwable failure, LeaseLostException loss) {
        return failure instanceof LeaseLostException same && same.keys().equals(loss.keys());
    }

    private void end() {
        end(true);
    }

    private @Nullable LeaseLostException end(boolean completed) {
        try {
            return lease.end(completed);
        } finally {
            owned.exit(lease);
        }
    }
}
