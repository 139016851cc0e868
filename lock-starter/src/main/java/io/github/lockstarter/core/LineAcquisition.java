package io.github.lockstarter.core;

import io.github.lockstarter.LockInterruptedException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A call's wait in line for its lock. Belongs to one thread, which waits. */
final class LineAcquisition {

    private final Lines lines;

    private final Gate gate;

    private final LockTerms terms;

    private final Waiter waiter;

    private final Set<String> heldMeanwhile;

    private final @Nullable Acquisition first;

    /**
     * @param first for an attempt before it stands in line, where others may hold the lock at the same time; null: none
     * @param heldMeanwhile what the calling thread holds already: named if the wait was in vain
     */
    LineAcquisition(Lines lines, Gate gate, LockTerms terms, @Nullable Acquisition first, Set<String> heldMeanwhile) {
        this.first = first;
        this.lines = lines;
        this.gate = gate;
        this.terms = terms;
        this.waiter = new Waiter(terms);
        this.heldMeanwhile = heldMeanwhile;
    }

    /** Waits for the lock; on the way out without it, whatever comes in yet is given back. */
    Acquired await() {
        boolean granted = false;
        try {
            Outcome outcome = outcome();
            if (outcome instanceof Acquired acquired && !gate.isClosed()) {
                granted = true;
                return acquired;
            }
            if (outcome instanceof Acquired late && !waiter.outcome().isDone()) {
                late.hold().drop();
            }
            NotAcquired last = outcome instanceof NotAcquired told ? told : NotAcquired.SHUTTING_DOWN;
            throw last.exception(terms, waiter.attempts(), waiter.waited(), heldMeanwhile);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockInterruptedException(terms.name(), terms.keys(), e);
        } finally {
            if (!granted) {
                giveUp();
            }
        }
    }

    private Outcome outcome() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        if (first != null && !lines.anyIn(terms.line())) {
            Outcome answer = first.once();
            if (!(answer instanceof NotAcquired notYet)) {
                return answer;
            }
            waiter.heard(notYet);
            if (notYet.isFinal() || waiter.waited() >= terms.budget()) {
                return notYet;
            }
        }
        Line line = lines.join(waiter);
        long left = terms.budget() - waiter.waited();
        while (true) {
            try {
                return waiter.outcome().get(Math.max(0, left), TimeUnit.NANOSECONDS);
            } catch (TimeoutException e) {
                left = line.timeIsOver(waiter);
            } catch (ExecutionException e) {
                throw new IllegalStateException("An outcome never fails", e);
            }
        }
    }

    private void giveUp() {
        lines.leave(waiter);
        waiter.outcome().thenAccept(outcome -> {
            if (outcome instanceof Acquired acquired) {
                acquired.hold().drop();
            }
        });
    }
}
