package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.LockStore;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what an acquire may have taken whose answer nobody waited for: at once, and again until the store answers, but
 * no longer than a minute beyond the ttl, after which a server that executes commands at all has let the lock expire.
 */
final class Withdrawals {

    private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);

    private static final long AFTER_TTL = TimeUnit.MINUTES.toNanos(1);

    private final LockStore store;

    private final ScheduledExecutorService scheduler;

    private final InFlight inFlight;

    private final Duration timeout;

    Withdrawals(LockStore store, ScheduledExecutorService scheduler, InFlight inFlight, Duration timeout) {
        this.timeout = timeout;
        this.store = store;
        this.scheduler = scheduler;
        this.inFlight = inFlight;
    }

    /**
     * @param lasting how long the lock may last in the store
     * @param overtaking whether the acquire may yet be executed: once answered, the withdrawal is sent a last time
     */
    void withdraw(Acquire acquire, Duration lasting, boolean overtaking) {
        long end = System.nanoTime() + lasting.toNanos() + AFTER_TTL;
        inFlight.enter();
        new Withdrawal(this, acquire, end, overtaking).send();
    }

    CompletionStage<Void> send(Acquire acquire) {
        return store.withdraw(acquire);
    }

    /** How long to wait for an answer, in nanoseconds. */
    long timeout() {
        return timeout.toNanos();
    }

    /** @return whether the task will run */
    boolean later(Runnable task, long nanos) {
        try {
            scheduler.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException shuttingDown) {
            return false;
        }
    }

    void answered(Acquire acquire) {
        inFlight.exit();
        log.debug("Withdrew an acquire of {}", acquire.keys());
    }

    void gaveUp(Acquire acquire, Throwable failure) {
        inFlight.exit();
        log.warn("Gave up withdrawing an acquire of {}: its ttl ends it ({})", acquire.keys(), failure.toString());
    }
}
