package io.github.lockstarter.quorum;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A node in memory, on which things go wrong as a test says. */
final class FaultyNode implements LockStore {

    enum Mode {
        /** Works. */
        FINE,
        /** Executes nothing, and says so. */
        REFUSING,
        /** Executes nothing, for a reason that will not pass. */
        REJECTING,
        /** Throws instead of answering. */
        THROWING,
        /** Executes nothing, and says so when it is {@linkplain #answerLate() told to}. */
        CONNECTING,
        /** Works, but keeps whoever asks waiting for a while. */
        BLOCKING,
        /** Executes, and answers when it is {@linkplain #answerLate() told to}. */
        STALLED,
        /** Executes nothing until it is {@linkplain #executeLate() told to}. */
        FROZEN
    }

    static final Duration BLOCKED = Duration.ofMillis(20);

    private final Queue<Runnable> late = new ConcurrentLinkedQueue<>();

    private final LongSupplier nanoTime;

    private volatile InMemoryLockStore store;

    volatile Mode mode = Mode.FINE;

    /** Refuses after so many. */
    volatile long mostAcquires = Long.MAX_VALUE;

    final AtomicLong acquires = new AtomicLong();

    final AtomicLong withdrawals = new AtomicLong();

    FaultyNode(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.store = new InMemoryLockStore(nanoTime);
    }

    void loseData() {
        store = new InMemoryLockStore(nanoTime);
    }

    /** Gives the answers that are due, and works from now on. */
    void answerLate() {
        mode = Mode.FINE;
        for (Runnable next = late.poll(); next != null; next = late.poll()) {
            next.run();
        }
    }

    void executeLate() {
        answerLate();
    }

    /** Whether nobody has a key. */
    boolean isFree(String key) {
        return isGranted(store, key);
    }

    private static boolean isGranted(InMemoryLockStore store, String key) {
        var probe = Acquire.once(List.of(key), new OwnerToken("probe@probe"), Duration.ofSeconds(1));
        boolean free = store.acquire(probe).toCompletableFuture().join() instanceof Grant;
        store.withdraw(probe);
        return free;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        if (acquires.incrementAndGet() > mostAcquires) {
            mode = Mode.REFUSING;
        }
        return run(() -> store.acquire(acquire));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return run(() -> store.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return run(() -> store.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        withdrawals.incrementAndGet();
        return run(() -> store.withdraw(acquire));
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return run(() -> store.inspect(key));
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return run(() -> store.forceRelease(key));
    }

    private <T> CompletionStage<T> run(Supplier<CompletionStage<T>> command) {
        return switch (mode) {
            case FINE -> command.get();
            case BLOCKING -> {
                Await.pass(BLOCKED);
                yield command.get();
            }
            case REFUSING ->
                CompletableFuture.failedFuture(new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "not reachable", null));
            case REJECTING ->
                CompletableFuture.failedFuture(new StoreFailure(StoreFailure.Kind.REJECTED, "NOPERM", null));
            case THROWING -> throw new IllegalStateException("broken");
            case STALLED -> {
                CompletionStage<T> done = command.get();
                CompletableFuture<T> answer = new CompletableFuture<>();
                late.add(() -> done.thenAccept(answer::complete));
                yield answer;
            }
            case CONNECTING -> {
                CompletableFuture<T> answer = new CompletableFuture<>();
                late.add(() -> answer.completeExceptionally(
                        new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "not reachable", null)));
                yield answer;
            }
            case FROZEN -> {
                CompletableFuture<T> answer = new CompletableFuture<>();
                late.add(() -> command.get().thenAccept(answer::complete));
                yield answer;
            }
        };
    }
}
