package io.github.lockstarter.benchmarks.sharing;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the system properties {@code sharing-benchmark.*} say: rounds, millis, write-every, warmup-millis, first-millis, seed,
 * situations, output.
 *
 * @param rounds in each of which both libraries run once
 * @param millis how long one run lasts
 * @param writeEvery how many ms from one acquire of the writer to the next; where there is one, a run lasts three times that
 * @param warmupMillis how long the run before the first round lasts
 * @param firstMillis how long a library runs before anything else
 * @param seed of the order in the rounds
 * @param situations those whose id matches {@code sharing-benchmark.situations}
 * @param output the directory of the results
 */
public record SharingSettings(
        int rounds,
        long millis,
        long writeEvery,
        long warmupMillis,
        long firstMillis,
        long seed,
        List<Situation> situations,
        Path output) {

    /** How many times a run the writer comes. */
    static final int WRITES = 3;

    static SharingSettings fromSystemProperties() {
        String situations = text("situations", ".*");
        return new SharingSettings(
                Integer.parseInt(text("rounds", "10")),
                Long.parseLong(text("millis", "700")),
                Long.parseLong(text("write-every", "1000")),
                Long.parseLong(text("warmup-millis", "500")),
                Long.parseLong(text("first-millis", "4000")),
                Long.parseLong(text("seed", "1")),
                Arrays.stream(Situation.values())
                        .filter(situation -> situation.id().matches(situations))
                        .toList(),
                Path.of(text("output", "target/sharing-benchmark")));
    }

    long millisOf(Situation situation) {
        return situation.hasWriter()
                ? WRITES * writeEvery
                : millis / situation.scenario().cuts();
    }

    int roundsOf(Situation situation) {
        return rounds * situation.scenario().cuts();
    }

    private static String text(String name, String otherwise) {
        return System.getProperty("sharing-benchmark." + name, otherwise);
    }
}
