package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/** Locking switched off: grants everything at once and asks nobody. Thread-safe. */
public final class UnlockedOperations implements LockOperations {

    private final ThreadHolds holds = new ThreadHolds(request -> () -> null);

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

    @Override
    public Lock asLock(LockRequest request) {
        return new ThreadLock(request, holds);
    }

    @Override
    public ReadWriteLock asReadWriteLock(LockRequest request) {
        return new ReadWriteThreadLock(request, holds);
    }

    @Override
    public CompletionStage<Lease> acquireAsync(LockRequest request) {
        return CompletableFuture.completedFuture(acquire(request));
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback) {
        return executeAsync(request, callback, Runnable::run);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback, Executor executor) {
        CompletableFuture<T> result = new CompletableFuture<>();
        executor.execute(() -> begin(acquire(request), callback, result));
        return result;
    }

    private static <T extends @Nullable Object> void begin(
            Lease lease, LockCallback<? extends CompletionStage<T>> callback, CompletableFuture<T> result) {
        try {
            CompletionStage<T> work = Callbacks.runUnder(List.of(lease), callback);
            work.whenComplete((value, failure) -> {
                lease.close();
                if (failure == null) {
                    result.complete(value);
                } else {
                    result.completeExceptionally(Answers.cause(failure));
                }
            });
            result.whenComplete((value, failure) -> work.toCompletableFuture().cancel(true));
        } catch (Throwable e) {
            lease.close();
            result.completeExceptionally(e);
        }
    }
}
