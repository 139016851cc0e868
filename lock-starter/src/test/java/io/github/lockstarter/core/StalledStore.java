package io.github.lockstarter.core;

import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A store that can be made to stand still: what it is asked then, but withdrawals, it does later, when told to. */
final class StalledStore implements LockStore {

    private final InMemoryLockStore store = new InMemoryLockStore();

    private final Queue<Runnable> heldBack = new ConcurrentLinkedQueue<>();

    private final AtomicInteger withdrawals = new AtomicInteger();

    private final AtomicInteger joins = new AtomicInteger();

    private volatile boolean stalled;

    private volatile boolean failing;

    private volatile boolean withdrawalsAnswered = true;

    private volatile Duration longestGrant = Duration.ofDays(1);

    void stall() {
        stalled = true;
    }

    /** Goes on, without what it was asked while it stood still. */
    void goOn() {
        stalled = false;
    }

    /** Does the first of what it was asked while it stood still. */
    void answerTheFirst() {
        heldBack.remove().run();
    }

    /** Does what it was asked while it stood still, in order, and goes on. */
    void answer() {
        stalled = false;
        heldBack.forEach(Runnable::run);
        heldBack.clear();
    }

    /** Loses what it was asked while it stood still: nobody knows whether it was done. */
    void fail() {
        stalled = false;
        failing = true;
        heldBack.forEach(Runnable::run);
        heldBack.clear();
    }

    void ignoreWithdrawals() {
        withdrawalsAnswered = false;
    }

    boolean isAsked() {
        return !heldBack.isEmpty();
    }

    /** Grants from now on say that they are over after this. */
    void grantNoLongerThan(Duration longest) {
        longestGrant = longest;
    }

    /** How often it was asked by one who is to stand in line. */
    int joins() {
        return joins.get();
    }

    int withdrawals() {
        return withdrawals.get();
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        if (acquire.joinsLine()) {
            joins.incrementAndGet();
        }
        return done(() -> store.acquire(acquire).thenApply(this::cut));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return done(() -> store.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return done(() -> store.release(held, next));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        withdrawals.incrementAndGet();
        return withdrawalsAnswered ? store.withdraw(acquire) : new CompletableFuture<>();
    }

    private Answer cut(Answer answer) {
        return answer instanceof Grant grant && grant.expiresIn().compareTo(longestGrant) > 0
                ? new Grant(grant.fencingToken(), longestGrant)
                : answer;
    }

    private <T> CompletionStage<T> done(Supplier<CompletionStage<T>> command) {
        if (!stalled) {
            return command.get();
        }
        CompletableFuture<T> later = new CompletableFuture<>();
        heldBack.add(() -> {
            if (failing) {
                later.completeExceptionally(new IllegalStateException("connection reset"));
            } else {
                later.complete(command.get().toCompletableFuture().join());
            }
        });
        return later;
    }
}
