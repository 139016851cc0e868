package io.github.lockstarter.benchmarks.contest;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * From when to when all threads of a run begin sections, as {@link System#nanoTime()} counts: on Linux that is one clock for
 * all JVMs of a machine.
 */
public record Window(long start, long end) {

    /** The time in between. */
    public double seconds() {
        return (end - start) / (double) TimeUnit.SECONDS.toNanos(1);
    }

    public void awaitStart() {
        pauseUntil(start);
    }

    public boolean isOpen(long now) {
        return now - end < 0;
    }

    public static void pauseUntil(long time) {
        for (long left = time - System.nanoTime(); left > 0; left = time - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
