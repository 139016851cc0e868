package io.github.lockstarter.core;

import io.github.lockstarter.LockInterruptedException;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A call's own way to its lock, past the line: attempt, pause, attempt, until it is granted or the wait is over. For several
 * keys, which join no line, and for calls that do not wait. Belongs to one thread.
 */
final class Acquisition {

    private final Attempts attempts;

    private final Gate gate;

    Acquisition(Attempts attempts, Gate gate) {
        this.attempts = attempts;
        this.gate = gate;
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
            throw new LockInterruptedException(
                    attempts.terms().name(), attempts.terms().keys(), e);
        } finally {
            if (!granted) {
                attempts.drop();
            }
        }
    }

    /** One attempt; without a grant, the token is dropped. */
    Outcome once() throws InterruptedException {
        boolean granted = false;
        try {
            Outcome outcome = attempt();
            granted = outcome instanceof Acquired;
            return outcome;
        } finally {
            if (!granted) {
                attempts.drop();
            }
        }
    }

    private Acquired attemptUntilGranted() throws InterruptedException {
        while (true) {
            Outcome outcome = gate.isClosed() ? NotAcquired.SHUTTING_DOWN : attempt();
            if (gate.isClosed()) {
                outcome = NotAcquired.SHUTTING_DOWN;
            }
            if (outcome instanceof Acquired acquired) {
                return acquired;
            }
            NotAcquired last = (NotAcquired) outcome;
            if (attempts.areOver(last)) {
                throw attempts.failure(last);
            }
            Patience.Pause pause = attempts.pause(last);
            gate.pause(pause.nanos());
            attempts.paused(pause);
        }
    }

    /** Asks once, and waits for the answer no longer than the command-timeout. */
    private Outcome attempt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        try {
            return attempts.answered(attempts.send().get(attempts.terms().commandTimeout(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            return attempts.unanswered(e);
        } catch (ExecutionException e) {
            return attempts.unanswered(Objects.requireNonNull(e.getCause()));
        }
    }
}
