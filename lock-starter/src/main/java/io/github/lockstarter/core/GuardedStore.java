package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store whose methods never throw: what they throw, errors too, fails the stage; and so does a stage that is cancelled. */
final class GuardedStore implements LockStore {

    private final LockStore store;

    GuardedStore(LockStore store) {
        this.store = store;
    }

    @Override
    public boolean sharesLocks() {
        return store.sharesLocks();
    }

    @Override
    public Duration longestTtl() {
        return store.longestTtl();
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return guarded(() -> store.acquire(acquire));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return guarded(() -> store.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return guarded(() -> store.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return guarded(() -> store.withdraw(acquire));
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return guarded(() -> store.inspect(key));
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return guarded(() -> store.forceRelease(key));
    }

    @Override
    public CompletionStage<List<Danger>> dangers() {
        return guarded(store::dangers);
    }

    @Override
    public Subscription onWake(String instance, WakeListener listener) {
        return store.onWake(instance, listener);
    }

    private static <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> command) {
        try {
            // The stage in between makes a failure of a cancellation, which is thrown otherwise.
            return command.get().thenApply(answer -> answer);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
