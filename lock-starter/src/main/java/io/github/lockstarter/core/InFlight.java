package io.github.lockstarter.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Counts what is under way with the store, so that a shutdown can let it end. */
final class InFlight {

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(1);

    private final AtomicInteger count = new AtomicInteger();

    void enter() {
        count.incrementAndGet();
    }

    void exit() {
        count.decrementAndGet();
    }

    /** Whether nothing was under way any more before the time was over. Not interruptible: a shutdown is under way. */
    boolean awaitNone(long nanos) {
        long end = System.nanoTime() + nanos;
        while (count.get() > 0) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            LockSupport.parkNanos(LOOK);
        }
        return true;
    }
}
