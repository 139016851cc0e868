package io.github.lockstarter.core;

import io.github.lockstarter.core.LinePhase.Asking;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this JVM that want one key, and for which as many may hold it at once, in the order they came. Only for the first of them is the store asked. Thread-safe:
 * all that happens is one step of the {@link LineState} after the other.
 *
 * <p>Invariant: the guard is never held while the store is asked or a call is told its outcome. What a step brings about is done
 * after it, and may come after what a later step brings about: nothing depends on the order in which commands are sent.
 */
final class Line implements Watched {

    private final Lines lines;

    private final LineId id;

    private final ReentrantLock guard = new ReentrantLock();

    /** Guarded. */
    private final LineState state;

    Line(Lines lines, LineId id) {
        this.lines = lines;
        this.id = id;
        this.state = new LineState(lines);
    }

    LineId id() {
        return id;
    }

    int waiting() {
        return step(effects -> state.waiting());
    }

    /** @return false: this line is over; there may be another */
    boolean join(Waiter waiter) {
        return step(effects -> state.join(waiter, effects));
    }

    /**
     * The time of a call is over: it is told what is known, or, while the store is asked, the answer to that.
     *
     * @return how much longer that may take, in nanoseconds
     */
    long timeIsOver(Waiter waiter) {
        return step(effects -> state.timeIsOver(waiter, effects));
    }

    /** A call does not want the lock any more. It may have got it already: it is told something in any case. */
    void leave(Waiter waiter) {
        run(effects -> state.leave(waiter, effects));
    }

    /** Nothing is granted any more. */
    void close() {
        run(state::close);
    }

    /** A hint came in, for a token, or null: hints may have been missed. */
    void wake(@Nullable OwnerToken token) {
        run(effects -> state.wake(token, effects));
    }

    @Override
    public @Nullable Long nextLook() {
        return this.<@Nullable Long>step(state::look);
    }

    /** A lease is lost: whoever waits need not wait for its release. */
    void lost(Ticket holder) {
        run(effects -> state.lost(holder, effects));
    }

    /** Gives up a lease: to the next in line, where that may be; not if the lock is kept. */
    CompletionStage<Release> release(Ticket holder, boolean valid, Duration keptFor) {
        Asking next = this.<@Nullable Asking>step(effects -> state.release(holder, valid && keptFor.isZero(), effects));
        return next == null ? holder.release(valid, keptFor) : handOver(holder, next);
    }

    private CompletionStage<Release> handOver(Ticket holder, Asking next) {
        CompletionStage<Release> release =
                next.ticket().sendInPlaceOf(holder, next.ttl(), next.standing(), next.waited());
        release.whenComplete((done, failure) -> {
            if (done != null && done.next() instanceof Grant) {
                lines.handedOver();
            }
            answered(next, done == null ? null : done.next(), failure);
        });
        // Refused as a whole: the lease has to end all the same.
        return release.exceptionallyCompose(failure -> StoreFailure.kindOf(failure) == StoreFailure.Kind.UNKNOWN
                ? CompletableFuture.failedFuture(failure)
                : holder.release(true, Duration.ZERO));
    }

    /** Sends what a step has decided to ask. */
    void ask(Asking asking) {
        asking.ticket()
                .send(asking.ttl(), asking.standing(), asking.waited())
                .whenComplete((answer, failure) -> answered(asking, answer, failure));
    }

    private void answered(Asking asking, @Nullable Answer answer, @Nullable Throwable failure) {
        run(effects -> state.answered(asking, answer, failure, effects));
    }

    private void run(Consumer<Effects> step) {
        this.<@Nullable Void>step(effects -> {
            step.accept(effects);
            return null;
        });
    }

    private <T extends @Nullable Object> T step(Step<T> step) {
        Effects effects = new Effects(this, lines);
        T result;
        guard.lock();
        try {
            result = step.make(effects);
        } finally {
            guard.unlock();
        }
        effects.run();
        return result;
    }

    @Override
    public String toString() {
        return "a line of calls for a lock";
    }

    @FunctionalInterface
    private interface Step<T extends @Nullable Object> {

        T make(Effects effects);
    }
}
