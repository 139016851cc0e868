package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.FakeClock;
import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.dropped.DroppedReplies;
import io.github.lockstarter.torture.report.Reports;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The long run: lost replies, 2,000 times; then round after round, each with a seed of its own, until the time is over. Ends with 1
 * if anything was found. Settings, as system properties: {@code torture.minutes}, {@code torture.seed}, {@code torture.output}; {@code
 * torture.workloads}: which, as a regular expression.
 */
public final class Torture {

    private static final Duration KEEPING = Duration.ofSeconds(150);

    private static final Duration LOSING = Duration.ofSeconds(15);

    private static final Duration CLOCK = Duration.ofSeconds(30);

    private static final int DROPPED_BATCHES = 40;

    /** What a round takes besides. */
    private static final Duration AROUND = Duration.ofSeconds(25);

    private Torture() {}

    public static void main(String[] args) {
        double minutes = Double.parseDouble(System.getProperty("torture.minutes", "20"));
        long seed = Long.getLong("torture.seed", 1);
        WorkerSettings workers = WorkerSettings.of(3, System.getProperty("torture.workloads", ".*"));
        Path output = Path.of(System.getProperty("torture.output", "target/torture"));
        long began = System.nanoTime();
        System.out.println(
                "torture: no faults by network namespaces or iptables, which need root: the proxies do that");
        DroppedReplies.Result dropped = DroppedReplies.run(DROPPED_BATCHES);
        System.out.println("figure: dropped replies: " + dropped);
        Outcome all = clockSteps(workers, seed);
        for (long round = seed; ; round++) {
            double left = minutes * 60 - seconds(began);
            if (round > seed && left < AROUND.toSeconds() + LOSING.toSeconds() + 10) {
                break;
            }
            double keeping =
                    Math.min(KEEPING.toSeconds(), Math.max(10, left - AROUND.toSeconds() - LOSING.toSeconds()));
            System.out.printf("torture: round with seed %d, %.0f s%n", round, keeping);
            Outcome outcome = Round.run(Plan.of(workers, round, Duration.ofMillis((long) (keeping * 1_000)), LOSING));
            System.out.print(Reports.text(outcome));
            all = all == null ? outcome : all.plus(outcome);
            Reports.write(output, all, dropped, seconds(began));
        }
        System.out.println("torture: all rounds");
        System.out.print(Reports.text(all));
        System.out.println("torture: the report is in " + output);
        System.exit(all.findings().isEmpty() && dropped.isGood() ? 0 : 1);
    }

    private static @Nullable Outcome clockSteps(WorkerSettings workers, long seed) {
        return FakeClock.find()
                .map(clock -> {
                    System.out.println("torture: the clock of Redis is set forward and back");
                    Outcome outcome = Round.run(Plan.ofTheClock(workers, seed, CLOCK, clock));
                    System.out.print(Reports.text(outcome));
                    return outcome;
                })
                .orElseGet(() -> {
                    System.out.println(
                            "torture: the clock of Redis cannot be set here: there is no libfaketime for it");
                    return null;
                });
    }

    private static double seconds(long began) {
        return (System.nanoTime() - began) / 1e9;
    }
}
