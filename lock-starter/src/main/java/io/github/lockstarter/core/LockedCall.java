package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.OnLost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a callback under leases, leaves them in any case, and says if one was lost. Belongs to a thread. */
final class LockedCall {

    private final Tenure tenure;

    private final OuterWork outerWork;

    LockedCall(Tenure tenure, OuterWork outerWork) {
        this.tenure = tenure;
        this.outerWork = outerWork;
    }

    <T extends @Nullable Object> T run(LockCallback<T> callback) {
        List<HeldLease> watched = tenure.watched();
        if (tenure.onLost() != OnLost.INTERRUPT || watched.isEmpty()) {
            return run(callback, null);
        }
        Interruption interruption = new Interruption();
        List<@Nullable Interruption> before = new ArrayList<>();
        try {
            watched.forEach(lease -> before.add(lease.work().interrupting(interruption)));
            return run(callback, interruption);
        } finally {
            for (int i = 0; i < before.size(); i++) {
                watched.get(i).work().interrupting(before.get(i));
            }
        }
    }

    private <T extends @Nullable Object> T run(LockCallback<T> callback, @Nullable Interruption interruption) {
        T result;
        try {
            tenure.enter(outerWork);
            tenure.leases().forEach(HeldLease::requireValid);
            result = tenure.run(callback);
        } catch (Throwable failure) {
            boolean interrupted = interruption != null && (interruption.end() || isLost());
            throw Callbacks.<RuntimeException>asItIs(Losses.toTell(failure, leave(false), interrupted));
        }
        if (interruption != null) {
            interruption.end();
        }
        LeaseLostException loss = leave(true);
        if (loss != null) {
            throw loss;
        }
        return result;
    }

    /** Whoever found it out may not have come to the interrupt. */
    private boolean isLost() {
        return tenure.watched().stream().anyMatch(lease -> lease.loss(false) != null);
    }

    private @Nullable LeaseLostException leave(boolean completed) {
        LeaseLostException loss = tenure.leave(completed);
        return tenure.onLost() == OnLost.WARN ? null : loss;
    }
}
