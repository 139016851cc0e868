package io.github.lockstarter.topology;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A store whose answers take a while. */
record SlowStore(LockStore store, Duration delay) implements LockStore {

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return later(store.acquire(acquire));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return later(store.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return later(store.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return later(store.withdraw(acquire));
    }

    private <T> CompletionStage<T> later(CompletionStage<T> answer) {
        Executor delayed = CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS);
        return answer.thenApplyAsync(same -> same, delayed);
    }
}
