package io.github.lockstarter.core;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a callback runs under a lease. */
final class Callbacks {

    private Callbacks() {}

    /**
     * Runs it with the leases bound; what it throws passes as it is, checked exceptions too.
     *
     * @param leases outermost first; the last one is the current one
     */
    static <T extends @Nullable Object> T runUnder(List<? extends Lease> leases, LockCallback<T> callback) {
        Lease current = leases.get(leases.size() - 1);
        // Closing the first binding takes off all.
        try (CurrentLease.Binding outermost = CurrentLease.bind(leases.get(0))) {
            leases.subList(1, leases.size()).forEach(CurrentLease::bind);
            return callback.call(current);
        } catch (Exception e) {
            throw Callbacks.<RuntimeException>asItIs(e);
        }
    }

    /** Throws it, a checked one too. */
    @SuppressWarnings("unchecked")
    static <E extends Throwable> E asItIs(Throwable e) throws E {
        throw (E) e;
    }
}
