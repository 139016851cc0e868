package io.github.lockstarter.core;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** As {@link LineAcquisition}, and no thread waits: the watch tells the line when the call's time is over. Thread-safe. */
final class AsyncLineAcquisition implements AsyncWait, Watched {

    private final Lines lines;

    private final Gate gate;

    private final LockTerms terms;

    private final Set<String> heldMeanwhile;

    private final AsyncThreads threads;

    private final @Nullable Attempts first;

    private final Waiter waiter;

    private final CompletableFuture<Acquired> acquired = new CompletableFuture<>();

    /** The watch's, once it was started. */
    private long until;

    /**
     * @param first for an attempt before it stands in line, where others may hold the lock at the same time; null: none
     * @param heldMeanwhile what the caller holds already: named if the wait was in vain
     */
    AsyncLineAcquisition(
            Lines lines,
            Gate gate,
            LockTerms terms,
            @Nullable Attempts first,
            Set<String> heldMeanwhile,
            AsyncThreads threads) {
        this.first = first;
        this.lines = lines;
        this.gate = gate;
        this.terms = terms;
        this.heldMeanwhile = heldMeanwhile;
        this.threads = threads;
        this.waiter = new Waiter(terms);
    }

    @Override
    public void start() {
        if (acquired.isDone()) {
            return;
        }
        if (first == null || lines.anyIn(terms.line())) {
            standInLine();
            return;
        }
        AsyncAttempt.send(first, threads).thenAccept(answer -> {
            if (answer instanceof NotAcquired notYet) {
                first.drop();
                waiter.heard(notYet);
                if (!notYet.isFinal() && waiter.waited() < terms.budget()) {
                    standInLine();
                    return;
                }
            }
            told(answer);
        });
    }

    private void standInLine() {
        if (acquired.isDone()) {
            return;
        }
        until = System.nanoTime() + Math.max(0, terms.budget() - waiter.waited());
        waiter.outcome().thenAccept(outcome -> {
            lines.forget(this);
            threads.step(() -> told(outcome));
        });
        lines.join(waiter);
        lines.watch(this, until);
        if (waiter.outcome().isDone()) {
            lines.forget(this);
        }
        if (acquired.isDone()) {
            // Given up meanwhile, maybe before it stood in line.
            lines.leave(waiter);
        }
    }

    @Override
    public CompletableFuture<Acquired> acquired() {
        return acquired;
    }

    @Override
    public void giveUp() {
        if (acquired.cancel(false)) {
            lines.leave(waiter);
            if (first != null) {
                first.drop();
            }
        }
    }

    @Override
    public @Nullable Long nextLook() {
        if (waiter.outcome().isDone()) {
            return null;
        }
        long now = System.nanoTime();
        if (until - now <= 0) {
            until = now + lines.timeIsOver(waiter);
        }
        return until;
    }

    private void told(Outcome outcome) {
        if (outcome instanceof Acquired granted) {
            if (gate.isClosed()) {
                fail(NotAcquired.SHUTTING_DOWN);
                granted.hold().drop();
            } else if (!acquired.complete(granted)) {
                granted.hold().drop();
            }
        } else {
            fail((NotAcquired) outcome);
        }
    }

    private void fail(NotAcquired last) {
        acquired.completeExceptionally(last.exception(terms, waiter.attempts(), waiter.waited(), heldMeanwhile));
    }

    @Override
    public String toString() {
        return "a wait for " + terms.keys() + " (" + terms.name() + ")";
    }
}
