package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One call's way to its lock: attempt, pause, attempt, until it is granted or the wait is over. Belongs to one thread. */
final class Acquisition {

    private final LockTerms terms;

    private final PendingAcquire pending;

    private final Gate gate;

    private final Set<String> heldMeanwhile;

    private final long began = System.nanoTime();

    private int attempts;

    /** Pauses of the retry delay: what is counted as retries. */
    private int pauses;

    /** The answer to the last attempt, if it was "busy". */
    private @Nullable Busy busy;

    /** Why the last attempt has no answer, if it has none. */
    private @Nullable Throwable failure;

    /** @param heldMeanwhile what the calling thread holds already: named if the wait was in vain */
    Acquisition(LockTerms terms, PendingAcquire pending, Gate gate, Set<String> heldMeanwhile) {
        this.terms = terms;
        this.pending = pending;
        this.gate = gate;
        this.heldMeanwhile = heldMeanwhile;
    }

    /** Waits for the grant; on the way out without one, the token is dropped. */
    Granted await() {
        boolean granted = false;
        try {
            Granted grant = attemptUntilGranted();
            granted = true;
            return grant;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LockInterruptedException(terms.name(), terms.keys(), e);
        } finally {
            if (!granted) {
                pending.drop();
            }
        }
    }

    int attempts() {
        return attempts;
    }

    long waited() {
        return System.nanoTime() - began;
    }

    private Granted attemptUntilGranted() throws InterruptedException {
        long end = began + terms.budget();
        while (true) {
            Granted grant = gate.isClosed() ? null : attempt();
            if (gate.isClosed()) {
                throw unavailable("not acquired: the application is shutting down", null);
            }
            if (grant != null) {
                return grant;
            }
            long left = end - System.nanoTime();
            if (left <= 0 || pauses >= terms.retries()) {
                throw inVain();
            }
            gate.pause(pause(left));
        }
    }

    /** Asks once, and waits for the answer no longer than the command-timeout; null: not granted, see busy and failure. */
    private @Nullable Granted attempt() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        attempts++;
        busy = null;
        failure = null;
        long sent = System.nanoTime();
        try {
            Answer answer = pending.send().get(terms.commandTimeout(), TimeUnit.NANOSECONDS);
            if (answer instanceof Grant grant) {
                return inTime(Granted.of(grant, terms.ttl(), sent));
            }
            busy = (Busy) answer;
        } catch (TimeoutException e) {
            failure = e;
        } catch (ExecutionException e) {
            failure = e.getCause();
            if (StoreFailure.kindOf(e.getCause()) == StoreFailure.Kind.REJECTED) {
                throw unavailable("not acquired: " + e.getCause().getMessage(), e.getCause());
            }
        }
        return null;
    }

    private @Nullable Granted inTime(Granted granted) {
        if (granted.deadline() - System.nanoTime() > 0) {
            return granted;
        }
        failure = new TimeoutException("The grant came after its own deadline");
        return null;
    }

    /** A pause that ends with the holder's ttl is no retry: that is when the lock is free, whoever gets it then. */
    private long pause(long left) {
        long delay = terms.retryDelay();
        long pause = Math.min(left, delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1));
        if (busy != null && busy.expiresIn() != null && busy.expiresIn().toNanos() < pause) {
            return busy.expiresIn().toNanos();
        }
        pauses++;
        return pause;
    }

    private LockException inVain() {
        if (busy != null) {
            return new LockNotAcquiredException(
                    terms.name(), terms.keys(), attempts, Duration.ofNanos(waited()), busy.owner(), heldMeanwhile);
        }
        String what = failure instanceof TimeoutException || failure == null || failure.getMessage() == null
                ? "Redis did not answer 'acquire' within "
                        + Duration.ofNanos(terms.commandTimeout()).toMillis() + " ms"
                : failure.getMessage();
        return unavailable(
                "not acquired after %d %s in %d ms: %s. The method has not run. Check that Redis is up and reachable (spring.data.redis.*)"
                        .formatted(
                                attempts,
                                attempts == 1 ? "attempt" : "attempts",
                                Duration.ofNanos(waited()).toMillis(),
                                what),
                failure);
    }

    private LockStoreException unavailable(String reason, @Nullable Throwable cause) {
        return new LockStoreException(terms.name(), terms.keys(), reason, cause);
    }
}
