package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.nemesis.Fault;
import io.github.lockstarter.torture.report.Reports;
import java.nio.file.Path;
import java.time.Duration;

/**
 * The long run: round after round, each with a seed of its own, until the time is over. Ends with 1 if anything was found.
 * Settings, as system properties: {@code torture.minutes}, {@code torture.seed}, {@code torture.output}.
 */
public final class Torture {

    private static final Duration KEEPING = Duration.ofSeconds(150);

    private static final Duration LOSING = Duration.ofSeconds(15);

    /** What a round takes besides. */
    private static final Duration AROUND = Duration.ofSeconds(25);

    private Torture() {}

    public static void main(String[] args) {
        double minutes = Double.parseDouble(System.getProperty("torture.minutes", "25"));
        long seed = Long.getLong("torture.seed", 1);
        Path output = Path.of(System.getProperty("torture.output", "target/torture"));
        long began = System.nanoTime();
        Outcome all = null;
        for (long round = seed; ; round++) {
            double left = minutes * 60 - seconds(began);
            if (all != null && left < AROUND.toSeconds() + LOSING.toSeconds() + 10) {
                break;
            }
            double keeping =
                    Math.min(KEEPING.toSeconds(), Math.max(10, left - AROUND.toSeconds() - LOSING.toSeconds()));
            System.out.printf("torture: round with seed %d, %.0f s%n", round, keeping);
            Outcome outcome = Round.run(
                    Plan.of(WorkerSettings.of(3), round, Duration.ofMillis((long) (keeping * 1_000)), LOSING));
            System.out.print(Reports.text(outcome, seconds(began)));
            all = all == null ? outcome : all.plus(outcome);
            Reports.write(output, "torture", all, seconds(began));
        }
        System.out.println("torture: all rounds");
        System.out.print(Reports.text(all, seconds(began)));
        System.out.println("figure: faults: " + Fault.values().length + ", report in " + output);
        System.exit(all.findings().isEmpty() ? 0 : 1);
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
