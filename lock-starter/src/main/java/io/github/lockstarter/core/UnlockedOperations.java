package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Locking switched off: grants everything at once and asks nobody. Thread-safe. */
public final class UnlockedOperations implements LockOperations {

    @Override
    public Lease acquire(LockRequest request) {
        return new UnlockedLease(request.name(), request.keys());
    }

    @Override
    public Optional<Lease> tryAcquire(LockRequest request) {
        return Optional.of(acquire(request));
    }

    @Override
    public <T extends @Nullable Object> T execute(LockRequest request, LockCallback<T> callback) {
        try (Lease lease = acquire(request)) {
            return Callbacks.runUnder(List.of(lease), callback);
        }
    }
}
