package io.github.lockstarter.core;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is not ours and may block, on threads that no lock waits for: callbacks of lost leases on as many as run at the
 * moment, events for listeners on one. Idle ones end after 10 s, {@link #close()} ends all.
 */
final class Signals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private static final int MOST_EVENTS = 10_000;

    private final ThreadPoolExecutor callbacks = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DaemonThreads("lock-starter-signal"));

    private final ThreadPoolExecutor events = new ThreadPoolExecutor(
            1,
            1,
            10,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(MOST_EVENTS),
            new DaemonThreads("lock-starter-listener"));

    private final ScheduledExecutorService scheduler;

    /** @param scheduler tries again where there is no thread left for a signal */
    Signals(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        events.allowCoreThreadTimeOut(true);
    }

    /** Never throws. After the close, nothing is run any more. */
    void raise(Runnable callback) {
        try {
            callbacks.execute(() -> run(callback));
        } catch (Throwable e) {
            raiseLater(callback, e);
        }
    }

    /** Never throws. Events that listeners are too slow for are left out. */
    void tell(Runnable event) {
        try {
            events.execute(() -> run(event));
        } catch (Throwable e) {
            if (!events.isShutdown()) {
                log.warn("An event of a lock was not told: {} wait already, or there is no thread", MOST_EVENTS, e);
            }
        }
    }

    @Override
    public void close() {
        callbacks.shutdownNow();
        events.shutdownNow();
    }

    private void raiseLater(Runnable callback, Throwable failure) {
        if (callbacks.isShutdown()) {
            return;
        }
        log.warn("No thread for the signal of a lost lock; trying again", failure);
        try {
            scheduler.schedule(() -> raise(callback), 100, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException shuttingDown) {
            log.debug("No signals any more: the locks are closed");
        }
    }

    private static void run(Runnable notOurs) {
        try {
            notOurs.run();
        } catch (Throwable e) {
            log.warn("A callback of a lock failed, which changes nothing for the lock", e);
        }
    }
}
