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

/** The store, with what is sent and not answered counted, and with a store that throws turned into a failed stage. */
final class TrackedStore implements LockStore {

    private final LockStore store;

    private final InFlight inFlight;

    TrackedStore(LockStore store, InFlight inFlight) {
        this.store = store;
        this.inFlight = inFlight;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        // Not counted: the call that waits for the answer is.
        return guarded(() -> store.acquire(acquire));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return guarded(() -> store.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return counted(() -> store.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return counted(() -> store.withdraw(acquire));
    }

    private <T> CompletionStage<T> counted(Supplier<CompletionStage<T>> command) {
        inFlight.enter();
        CompletionStage<T> stage = guarded(command);
        stage.whenComplete((answer, failure) -> inFlight.exit());
        return stage;
    }

    private <T> CompletionStage<T> guarded(Supplier<CompletionStage<T>> command) {
        try {
            return command.get();
        } catch (RuntimeException | LinkageError e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
