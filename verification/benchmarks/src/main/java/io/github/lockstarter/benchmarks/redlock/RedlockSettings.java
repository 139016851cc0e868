package io.github.lockstarter.benchmarks.redlock;

import java.nio.file.Path;

/**
 * What the system properties {@code redlock-benchmark.*} say: rounds, millis, warmup-millis, first-millis, seed, messages, output.
 *
 * @param rounds in each of which every way runs once
 * @param millis how long one run lasts
 * @param warmupMillis how long the run before the first round lasts
 * @param firstMillis how long a way runs before anything else
 * @param seed of the order in the rounds
 * @param messages how many wake-ups are sent on each route; 0: none
 * @param output the directory of the results
 */
public record RedlockSettings(
        int rounds, long millis, long warmupMillis, long firstMillis, long seed, int messages, Path output) {

    static RedlockSettings fromSystemProperties() {
        return new RedlockSettings(
                Integer.parseInt(text("rounds", "40")),
                Long.parseLong(text("millis", "300")),
                Long.parseLong(text("warmup-millis", "500")),
                Long.parseLong(text("first-millis", "4000")),
                Long.parseLong(text("seed", "1")),
                Integer.parseInt(text("messages", "20000")),
                Path.of(text("output", "target/redlock-benchmark")));
    }

    private static String text(String name, String otherwise) {
        return System.getProperty("redlock-benchmark." + name, otherwise);
    }
}
