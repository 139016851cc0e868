package io.github.lockstarter.operations;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what has to come. */
final class Polling {

    private Polling() {}

    static void until(Callable<Boolean> condition) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.call()) {
            if (System.nanoTime() - end >= 0) {
                throw new AssertionError("It has not come within 30 s");
            }
            Thread.sleep(10);
        }
    }
}
