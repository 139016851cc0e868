package io.github.lockstarter.torture.worker;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How long things take. */
final class Dwell {

    private Dwell() {}

    /** Up to two milliseconds, and once in so many times a third of the ttl to half as much again. */
    static void aMoment(Random random, Duration ttl, int onceIn) {
        if (random.nextInt(onceIn) == 0) {
            nanos(ttl.toNanos() * (3 + random.nextInt(13)) / 10);
        } else {
            nanos(random.nextInt(2_000_000));
        }
    }

    /** An interrupt does not shorten it. */
    static void nanos(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        for (long left = nanos; left > 0; left = end - System.nanoTime()) {
            interrupted |= Thread.interrupted();
            LockSupport.parkNanos(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
