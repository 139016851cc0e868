package io.github.lockstarter.sample;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits until something is true. */
public final class Await {

    /** Longer than a race may take. */
    private static final Duration LIMIT = Duration.ofSeconds(80);

    private static final long PAUSE_MILLIS = 20;

    private Await() {}

    /** @throws AssertionError if it is not true in time */
    public static void until(String what, BooleanSupplier condition) {
        long endsAt = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - endsAt >= 0) {
                throw new AssertionError("Not so within " + LIMIT.toSeconds() + " s: " + what);
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new AssertionError("Interrupted while waiting for: " + what, e);
            }
        }
    }
}
