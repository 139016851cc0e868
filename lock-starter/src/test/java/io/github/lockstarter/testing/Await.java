package io.github.lockstarter.testing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a bound. */
public final class Await {

    /** Longer than a busy machine takes. Where most waits are in vain, as with mutants of the code, less of it saves hours. */
    private static final Duration PATIENCE = Duration.ofSeconds(Long.getLong("tests.patience", 10));

    private Await() {}

    public static void until(BooleanSupplier condition) {
        until(PATIENCE, condition);
    }

    public static void until(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("Not so within " + limit);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    /** Lets time pass, where that is what a test is about. */
    public static void pass(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        until(time.plusSeconds(10), () -> System.nanoTime() - end >= 0);
    }

    /** Waits for what a stage completes with. */
    public static <T> T value(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
