package io.github.lockstarter.torture.nemesis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Lets time pass, where that is what a run is about. */
public final class Pause {

    private Pause() {}

    /** An interrupt does not shorten it. */
    public static void of(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }
}
