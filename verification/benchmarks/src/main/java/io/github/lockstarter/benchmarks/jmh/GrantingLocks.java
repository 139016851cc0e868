package io.github.lockstarter.benchmarks.jmh;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Grants everything at once and keeps nothing: what is left is the annotation's own. */
final class GrantingLocks implements LockOperations {
    private static final Lease LEASE = new Granted();

    @Override
    public Lease acquire(LockRequest request) {
        return LEASE;
    }

    @Override
    public Optional<Lease> tryAcquire(LockRequest request) {
        return Optional.of(LEASE);
    }

    @Override
    public <T extends @Nullable Object> T execute(LockRequest request, LockCallback<T> callback) {
        try {
            return callback.call(LEASE);
        } catch (Exception e) {
            throw new IllegalStateException("The callback failed.", e);
        }
    }

    @Override
    public CompletionStage<Lease> acquireAsync(LockRequest request) {
        return CompletableFuture.completedFuture(LEASE);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback) {
        return execute(request, callback);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback, Executor executor) {
        return execute(request, callback);
    }

    /** A lease that never ends. */
    private static final class Granted implements Lease {
        private final CompletableFuture<LeaseLostException> lost = new CompletableFuture<>();

        @Override
        public String name() {
            return "granted";
        }

        @Override
        public Set<String> keys() {
            return Set.of();
        }

        @Override
        public long fencingToken() {
            return 0;
        }

        @Override
        public Duration remaining() {
            return Duration.ofHours(1);
        }

        @Override
        public boolean isValid() {
            return true;
        }

        @Override
        public void requireValid() {}

        @Override
        public void ensure(Duration atLeast) {}

        @Override
        public CompletionStage<LeaseLostException> lost() {
            return lost;
        }

        @Override
        public void close() {}
    }

    @Override
    public Lock asLock(LockRequest request) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ReadWriteLock asReadWriteLock(LockRequest request) {
        throw new UnsupportedOperationException();
    }
}
