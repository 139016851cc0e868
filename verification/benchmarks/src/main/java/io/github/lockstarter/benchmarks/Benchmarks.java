package io.github.lockstarter.benchmarks;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Outcome;
import io.github.lockstarter.benchmarks.contest.Scenario;
import io.github.lockstarter.benchmarks.jmh.AnnotationPrice;
import io.github.lockstarter.benchmarks.report.Measured;
import io.github.lockstarter.benchmarks.report.Report;
import io.github.lockstarter.benchmarks.report.Results;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs everything and writes the results: see {@link Settings} for what may be left out. */
public final class Benchmarks {
    private static final List<String> JVM_ARGS = List.of("-Xms512m", "-Xmx512m");
    private static final Scenario FOOTPRINT = new Scenario("footprint", 1, 16, true, 1, 1);
    private static final long FOOTPRINT_MILLIS = 1_000;

    private final Settings settings;
    private final List<String> jvmArgs;

    Benchmarks(Settings settings, List<String> jvmArgs) {
        this.settings = settings;
        this.jvmArgs = jvmArgs;
    }

    public static void main(String[] args) {
        Settings settings = Settings.fromSystemProperties();
        Plan.print(settings);
        new Benchmarks(settings, JVM_ARGS).run();
        Progress.say("Results are in %s", settings.output());
        System.exit(0);
    }

    Results run() {
        List<Results.Price> prices = settings.jmh() ? AnnotationPrice.measure() : List.of();
        try (Redis redis = new Redis()) {
            var about = About.of(settings, redis.version(), jvmArgs);
            List<Results.Footprint> footprints = settings.footprint() ? footprints(redis) : List.of();
            Results results = new Results(about, settings.scenarios(), prices, footprints, runs(redis));
            Report.write(results, settings.output());
            return results;
        }
    }

    private List<Measured> runs(Redis redis) {
        List<Measured> runs = new ArrayList<>();
        if (settings.scenarios().isEmpty()) {
            return runs;
        }
        try (Jvms jvms = new Jvms(redis, settings.mostJvms(), jvmArgs)) {
            Rounds rounds = new Rounds(settings, redis, jvms);
            rounds.warmUp();
            for (Scenario scenario : settings.scenarios()) {
                runs.addAll(rounds.run(scenario));
            }
        }
        return runs;
    }

    private List<Results.Footprint> footprints(Redis redis) {
        return settings.kinds().stream()
                .filter(kind -> FOOTPRINT.suits(kind))
                .map(kind -> footprint(redis, kind))
                .toList();
    }

    private Results.Footprint footprint(Redis redis, Kind kind) {
        AtomicInteger connections = new AtomicInteger();
        try (Jvms jvm = new Jvms(redis, 1, jvmArgs)) {
            jvm.run(FOOTPRINT, kind, FOOTPRINT_MILLIS, () -> {});
            Outcome outcome = jvm.run(FOOTPRINT, kind, FOOTPRINT_MILLIS, () -> connections.set(redis.connections()));
            Progress.say("%s: %d connections, %d threads", kind.id(), connections.get(), outcome.newThreads());
            return new Results.Footprint(kind.id(), connections.get(), outcome.newThreads());
        }
    }
}
