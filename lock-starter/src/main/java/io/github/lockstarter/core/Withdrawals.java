package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
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

    /** Those that pause, by key. */
    private final Map<String, Set<Withdrawal>> asleep = new ConcurrentHashMap<>();

    private final LockRuntime runtime;

    private final Duration timeout;

    /** @param timeout how long to wait for an answer */
    Withdrawals(LockRuntime runtime, Duration timeout) {
        this.runtime = runtime;
        this.timeout = timeout;
    }

    /**
     * @param lasting how long the lock may last in the store
     * @param overtaking whether the acquire may yet be executed: once answered, the withdrawal is sent a last time
     * @param shown what the log shows of its keys
     */
    void withdraw(Acquire acquire, Duration lasting, boolean overtaking, Set<String> shown) {
        long end = System.nanoTime() + lasting.toNanos() + AFTER_TTL;
        runtime.inFlight().enter();
        new Withdrawal(this, acquire, end, overtaking, shown).send();
    }

    /** An acquire was given up, or a lease has ended, and it is not known what became of it in the store. */
    void countTrouble() {
        runtime.withdrawals().increment();
    }

    /** The store has answered for a key: whatever is to be withdrawn there need not wait any longer. */
    void storeAnswers(String key) {
        Set<Withdrawal> waiting = asleep.get(key);
        if (waiting != null) {
            waiting.forEach(Withdrawal::wake);
        }
    }

    void fallsAsleep(Withdrawal withdrawal) {
        asleep.compute(withdrawal.key(), (key, others) -> {
            Set<Withdrawal> all = others == null ? ConcurrentHashMap.newKeySet() : others;
            all.add(withdrawal);
            return all;
        });
    }

    void wakesUp(Withdrawal withdrawal) {
        asleep.computeIfPresent(withdrawal.key(), (key, others) -> {
            others.remove(withdrawal);
            return others.isEmpty() ? null : others;
        });
    }

    CompletionStage<Void> send(Acquire acquire) {
        return runtime.store().withdraw(acquire);
    }

    /** How long to wait for an answer, in nanoseconds. */
    long timeout() {
        return timeout.toNanos();
    }

    /** @return whether the task will run */
    boolean later(Runnable task, long nanos) {
        try {
            runtime.scheduler().schedule(task, nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (RejectedExecutionException shuttingDown) {
            return false;
        }
    }

    void answered(Set<String> shown) {
        runtime.inFlight().exit();
        log.debug("Nothing is left in the store of an acquire of {} that was given up", shown);
    }

    void gaveUp(Set<String> shown, Throwable failure) {
        runtime.inFlight().exit();
        if (runtime.scheduler().isShutdown()) {
            log.debug("Not withdrawn any more, the locks are closed: an acquire of {}", shown);
        } else {
            log.warn("Gave up withdrawing an acquire of {}: its ttl ends it ({})", shown, failure.toString());
        }
    }
}
