package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockInterruptedException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A call's wait in line for its lock. Belongs to one thread, which waits. */
final class LineAcquisition {

    private final Line line;

    private final Waiter waiter;

    private final LockTerms terms;

    private final Gate gate;

    private final Set<String> heldMeanwhile;

    /**
     * @param waiter stands in line
     * @param heldMeanwhile what the calling thread holds already: named if the wait was in vain
     */
    LineAcquisition(Line line, Waiter waiter, Gate gate, Set<String> heldMeanwhile) {
        this.line = line;
        this.waiter = waiter;
        this.terms = waiter.terms();
        this.gate = gate;
        this.heldMeanwhile = heldMeanwhile;
    }

    /** Waits for the lock; on the way out without it, whatever comes in yet is given back. */
    Acquired await() {
        try {
            if (outcome() instanceof Acquired acquired && !gate.isClosed()) {
                return acquired;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp();
            throw new LockInterruptedException(terms.name(), terms.keys(), e);
        }
        throw inVain();
    }

    private LockException inVain() {
        NotAcquired last = waiter.outcome().join() instanceof NotAcquired told ? told : NotAcquired.SHUTTING_DOWN;
        giveUp();
        return last.exception(terms, waiter.attempts(), waiter.waited(), heldMeanwhile);
    }

    private Outcome outcome() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
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
        line.leave(waiter);
        waiter.outcome().thenAccept(outcome -> {
            if (outcome instanceof Acquired acquired) {
                giveBack(acquired.hold());
            }
        });
    }

    private void giveBack(Hold hold) {
        hold.release(true).whenComplete((release, failure) -> hold.ended(failure == null, terms.ttl()));
    }
}
