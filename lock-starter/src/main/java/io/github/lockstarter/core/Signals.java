package io.github.lockstarter.core;

import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs what is not ours and may block, callbacks of lost leases and listeners, on threads that nothing else waits for: one for
 * each that runs at the moment. Idle ones end after 10 s, {@link #close()} ends all.
 */
final class Signals implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Signals.class);

    private final AtomicInteger number = new AtomicInteger();

    private final ThreadPoolExecutor threads =
            new ThreadPoolExecutor(0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), this::thread);

    /** Never throws. After the close, nothing is run any more. */
    void raise(Runnable signal) {
        try {
            threads.execute(() -> run(signal));
        } catch (Throwable e) {
            if (!threads.isShutdown()) {
                log.warn("A signal of a lock could not be raised: no thread for it", e);
            }
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void run(Runnable signal) {
        try {
            signal.run();
        } catch (Throwable e) {
            log.warn("A callback of a lock failed, which changes nothing for the lock", e);
        }
    }

    private Thread thread(Runnable task) {
        Thread thread = new Thread(task, "lock-starter-signal-" + number.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }
}
