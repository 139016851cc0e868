package io.github.lockstarter.core;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import org.jspecify.annotations.Nullable;

/** How a callback runs under a lease. */
final class Callbacks {

    private Callbacks() {}

    /** Runs it with the lease bound as the current one; what it throws passes as it is, checked exceptions too. */
    static <T extends @Nullable Object> T runUnder(Lease lease, LockCallback<T> callback) {
        try (CurrentLease.Binding binding = CurrentLease.bind(lease)) {
            return callback.call(lease);
        } catch (Exception e) {
            throw Callbacks.<RuntimeException>asItIs(e);
        }
    }

    @SuppressWarnings("unchecked")
    private static <E extends Exception> E asItIs(Exception e) throws E {
        throw (E) e;
    }
}
