package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.LockStore;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives back what an acquire may have taken whose answer nobody waited for: at once, and again until the store answers, but
 * no longer than a minute beyond the ttl, after which a server that executes commands at all has let the lock expire. Once
 * answered, it is sent a last time: where the two went by different connections, the acquire may still lie unread on
 * its own, and be executed after what overtook it.
 */
final class Withdrawals {

    private static final Logger log = LoggerFactory.getLogger(Withdrawals.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(250);

    private static final long AFTER_TTL = TimeUnit.MINUTES.toNanos(1);

    private final LockStore store;

    private final ScheduledExecutorService scheduler;

    Withdrawals(LockStore store, ScheduledExecutorService scheduler) {
        this.store = store;
        this.scheduler = scheduler;
    }

    void withdraw(Acquire acquire) {
        send(acquire, System.nanoTime() + acquire.ttl().toNanos() + AFTER_TTL, false);
    }

    private void send(Acquire acquire, long end, boolean last) {
        store.withdraw(acquire).whenComplete((done, failure) -> {
            if (failure != null) {
                again(acquire, end, last, failure);
            } else if (!last) {
                log.debug("Withdrew an acquire of {}", acquire.keys());
                again(acquire, end, true, null);
            }
        });
    }

    private void again(Acquire acquire, long end, boolean last, @Nullable Throwable failure) {
        if (System.nanoTime() - end >= 0) {
            log.warn("Gave up withdrawing an acquire of {}: its ttl ends it", acquire.keys(), failure);
            return;
        }
        try {
            scheduler.schedule(() -> send(acquire, end, last), PAUSE, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shuttingDown) {
            if (failure != null) {
                log.warn("Shut down before an acquire of {} was withdrawn: its ttl ends it", acquire.keys(), failure);
            }
        }
    }
}
