package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.About;
import io.github.lockstarter.benchmarks.Progress;
import io.github.lockstarter.benchmarks.Redis;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs everything in this JVM and writes the results: see {@link SharingSettings}. */
public final class SharingBenchmark {

    private final SharingSettings settings;

    public SharingBenchmark(SharingSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) {
        SharingSettings settings = SharingSettings.fromSystemProperties();
        SharingResults results = new SharingBenchmark(settings).run();
        System.out.println(SharingReport.of(results));
        Progress.say("Results are in %s", settings.output());
        System.exit(0);
    }

    /** Measures, and writes the results. */
    public SharingResults run() {
        List<Run> runs = new ArrayList<>();
        Map<String, Object> about;
        try (Redis redis = new Redis();
                Opened opened = new Opened(redis.port());
                Crew crew = new Crew()) {
            about = about(redis.version());
            SharingRounds rounds = new SharingRounds(settings, redis, opened, crew);
            rounds.warmUp();
            settings.situations().forEach(situation -> runs.addAll(rounds.run(situation)));
        }
        about.put("load after", ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        SharingResults results = new SharingResults(about, runs);
        SharingReport.write(results, settings.output());
        return results;
    }

    private Map<String, Object> about(String redis) {
        Map<String, Object> about =
                About.of(redis, ManagementFactory.getRuntimeMXBean().getInputArguments());
        about.put("lease", Locks.LEASE.toSeconds() + " s, not renewed");
        about.put("rounds", settings.rounds());
        about.put(
                "ms per run",
                settings.millis() + "; in 1x1 three times the rounds, a third as long; with a writer "
                        + SharingSettings.WRITES * settings.writeEvery());
        about.put("ms from one acquire of the writer to the next", settings.writeEvery());
        about.put("ms of warm-up per library and situation", settings.warmupMillis());
        about.put("ms of warm-up per library before", settings.firstMillis());
        about.put("seed", settings.seed());
        return about;
    }
}
