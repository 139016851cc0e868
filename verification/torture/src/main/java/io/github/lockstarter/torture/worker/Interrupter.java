package io.github.lockstarter.torture.worker;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Interrupts threads, each at most once a round, and never after its round. Thread-safe. */
public final class Interrupter implements AutoCloseable {

    private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);

    /** Begins a round of the calling thread, which is interrupted after so many nanoseconds if the round is not over. */
    Round begin(long nanos) {
        Round round = new Round(Thread.currentThread());
        scheduler.schedule(round::interrupt, nanos, TimeUnit.NANOSECONDS);
        return round;
    }

    @Override
    public void close() {
        scheduler.shutdownNow();
    }

    /** From its beginning to its end on one thread. */
    static final class Round implements AutoCloseable {

        private final Thread thread;

        private boolean over;

        private long interrupted;

        private Round(Thread thread) {
            this.thread = thread;
        }

        private synchronized void interrupt() {
            if (!over) {
                interrupted = System.nanoTime();
                thread.interrupt();
            }
        }

        /** When the thread was; 0: not yet. */
        synchronized long interrupted() {
            return interrupted;
        }

        /** The thread goes on without the flag. */
        @Override
        public synchronized void close() {
            over = true;
            boolean unused = Thread.interrupted();
        }
    }
}
