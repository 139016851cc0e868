package io.github.lockstarter.core;

import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/**
 * A call's own way to its lock, past the line: attempt, pause, attempt, until it is granted or the wait is over. For several
 * keys, which join no line, and for calls that do not wait. Belongs to one thread.
 */
final class Acquisition {

    private final LockTerms terms;

    private final Supplier<PendingAcquire> tokens;

    private PendingAcquire pending;

    private final Gate gate;

    private final Set<String> heldMeanwhile;

    private final long began = System.nanoTime();

    private int attempts;

    /**
     * @param tokens what to ask with: another one after an attempt of which it is not known what it did, and may be doing yet
     * @param heldMeanwhile what the calling thread holds already: named if the wait was in vain
     */
    Acquisition(LockTerms terms, Supplier<PendingAcquire> tokens, Gate gate, Set<String> heldMeanwhile) {
        this.terms = terms;
        this.tokens = tokens;
        this.pending = tokens.get();
        this.gate = gate;
        this.heldMeanwhile = heldMeanwhile;
    }

    /** Waits for the grant; on the way out without one, the token is dropped. */
    Acquired await() {
        boolean granted = false;
        try {
            Acquired acquired = attemptUntilGranted();
            granted = true;
            return acquired;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockInterruptedException(terms.name(), terms.keys(), e);
        } finally {
            if (!granted) {
                pending.drop();
            }
        }
    }

    private Acquired attemptUntilGranted() throws InterruptedException {
        Patience patience = new Patience(terms, began);
        while (true) {
            Outcome outcome = gate.isClosed() ? NotAcquired.SHUTTING_DOWN : attempt();
            if (gate.isClosed()) {
                outcome = NotAcquired.SHUTTING_DOWN;
            }
            if (outcome instanceof Acquired acquired) {
                return acquired;
            }
            NotAcquired last = (NotAcquired) outcome;
            if (last.isFinal() || patience.isOver()) {
                throw last.exception(terms, attempts, waited(), heldMeanwhile);
            }
            Patience.Pause pause = patience.next(last, Long.MAX_VALUE);
            gate.pause(pause.nanos());
            patience.paused(pause);
        }
    }

    /** Asks once, and waits for the answer no longer than the command-timeout. */
    private Outcome attempt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        attempts++;
        long sent = System.nanoTime();
        try {
            Answer answer = pending.send(terms.ttl(), Standing.APART)
                    .toCompletableFuture()
                    .get(terms.commandTimeout(), TimeUnit.NANOSECONDS);
            if (answer instanceof Busy busy) {
                return new NotAcquired.Held(busy);
            }
            Granted granted = Granted.of((Grant) answer, terms.ttl(), sent);
            return granted.isInTime() ? new Acquired(pending, granted, attempts, waited()) : NotAcquired.TOO_LATE;
        } catch (TimeoutException e) {
            return unanswered(e);
        } catch (ExecutionException e) {
            return unanswered(e.getCause());
        }
    }

    /** A store that takes several keys one by one may still be giving them back: that must not meet the next attempt. */
    private NotAcquired unanswered(Throwable failure) {
        if (StoreFailure.kindOf(failure) == StoreFailure.Kind.UNKNOWN) {
            pending.drop();
            pending = tokens.get();
        }
        return NotAcquired.of(failure);
    }

    private long waited() {
        return System.nanoTime() - began;
    }
}
