package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store in which all locks are another's. */
record BusyStore(Supplier<? extends Answer> answer) implements LockStore {

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return CompletableFuture.completedFuture(answer.get());
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return CompletableFuture.completedFuture(Renewal.REFUSED);
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return CompletableFuture.completedFuture(Release.NOT_OURS);
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return CompletableFuture.completedFuture(null);
    }
}
