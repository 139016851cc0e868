package io.github.lockstarter.core;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store whose answers can be held back: it has done what it was asked, and says so later, when told to. */
final class StalledStore implements LockStore {

    private final InMemoryLockStore store = new InMemoryLockStore();

    private final Queue<Runnable> heldBack = new ArrayDeque<>();

    private final AtomicInteger withdrawals = new AtomicInteger();

    private volatile boolean stalled;

    void stall() {
        stalled = true;
    }

    /** Gives the answers that were held back, in order, and holds none back any more. */
    void answer() {
        stalled = false;
        heldBack.forEach(Runnable::run);
        heldBack.clear();
    }

    int withdrawals() {
        return withdrawals.get();
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return answered(store.acquire(acquire));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return answered(store.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return answered(store.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        withdrawals.incrementAndGet();
        return store.withdraw(acquire);
    }

    private <T> CompletionStage<T> answered(CompletionStage<T> done) {
        if (!stalled) {
            return done;
        }
        CompletableFuture<T> later = new CompletableFuture<>();
        synchronized (heldBack) {
            heldBack.add(() -> later.complete(done.toCompletableFuture().join()));
        }
        return later;
    }
}
