package io.github.lockstarter.process;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Bounded waits which an interrupt does not shorten: a process must be ended whatever happens to the thread that ends
 * it. The interrupt flag is kept.
 */
final class Wait {
    private static final long PAUSE_MILLIS = 5;

    private Wait() {}

    /** Polls the condition; returns whether it became true within the limit. */
    static boolean until(Duration limit, BooleanSupplier condition) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (!condition.getAsBoolean()) {
                if (System.nanoTime() - deadline >= 0) {
                    return false;
                }
                try {
                    Thread.sleep(PAUSE_MILLIS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return true;
        } finally {
            restore(interrupted);
        }
    }

    /**
     * Polls what is missing until nothing is.
     *
     * @param wish what is waited for, for the message: {@code "the cluster to be writable"}
     * @throws IllegalStateException if something is missing at the limit, with its last description
     */
    static void forNothingMissing(String wish, Duration limit, Supplier<Optional<String>> missing) {
        AtomicReference<String> last = new AtomicReference<>("");
        boolean complete = until(limit, () -> {
            Optional<String> found = missing.get();
            found.ifPresent(last::set);
            return found.isEmpty();
        });
        if (!complete) {
            throw new IllegalStateException(
                    "Waited " + limit.toMillis() + " ms for " + wish + " in vain: " + last.get() + ".");
        }
    }

    /** Returns whether the process ended within the limit. */
    static boolean untilEnd(Process process, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            restore(interrupted);
        }
    }

    private static void restore(boolean interrupted) {
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
