package io.github.lockstarter.core;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Open while locks are granted; closing it sends every waiter away. */
final class Gate {

    private volatile CountDownLatch closed = new CountDownLatch(1);

    boolean isClosed() {
        return closed.getCount() == 0;
    }

    /** Waits, and returns early when the gate is closed. */
    void pause(long nanos) throws InterruptedException {
        // The answer is not needed: whoever goes on asks the gate again.
        boolean unused = closed.await(nanos, TimeUnit.NANOSECONDS);
    }

    void close() {
        closed.countDown();
    }

    void open() {
        if (isClosed()) {
            closed = new CountDownLatch(1);
        }
    }
}
