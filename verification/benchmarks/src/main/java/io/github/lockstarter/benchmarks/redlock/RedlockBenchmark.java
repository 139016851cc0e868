package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.About;
import io.github.lockstarter.benchmarks.Progress;
import io.github.lockstarter.benchmarks.wakeups.WakeUpResults;
import io.github.lockstarter.benchmarks.wakeups.WakeUps;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs everything in this JVM and writes the results: see {@link RedlockSettings}. */
public final class RedlockBenchmark {

    private final RedlockSettings settings;

    public RedlockBenchmark(RedlockSettings settings) {
        this.settings = settings;
    }

    public static void main(String[] args) {
        RedlockSettings settings = RedlockSettings.fromSystemProperties();
        RedlockResults results = new RedlockBenchmark(settings).run();
        System.out.println(RedlockReport.of(results));
        Progress.say("Results are in %s", settings.output());
        System.exit(0);
    }

    /** Measures, and writes the results. */
    public RedlockResults run() {
        List<Run> runs = new ArrayList<>();
        Map<String, Object> about;
        try (Masters masters = new Masters();
                Opened opened = new Opened(masters.ports());
                Crew crew = new Crew()) {
            about = about(masters.version());
            Bouts bouts = new Bouts(settings, masters, opened, crew);
            bouts.warmUp();
            for (Situation situation : Situation.values()) {
                runs.addAll(bouts.run(situation));
            }
        }
        WakeUpResults wakeUps = settings.messages() == 0 ? null : WakeUps.measure(settings.messages(), settings.seed());
        RedlockResults results = new RedlockResults(about, runs, wakeUps);
        RedlockReport.write(results, settings.output());
        return results;
    }

    private Map<String, Object> about(String redis) {
        Map<String, Object> about =
                About.of(redis, ManagementFactory.getRuntimeMXBean().getInputArguments());
        about.put("ttl", Locks.TTL.toSeconds() + " s, not renewed; waited for up to " + Locks.WAIT.toMillis() + " ms");
        about.put("rounds", settings.rounds());
        about.put("ms per run", settings.millis());
        about.put("ms of warm-up per way and situation", settings.warmupMillis());
        about.put("ms of warm-up per way before", settings.firstMillis());
        about.put("seed", settings.seed());
        return about;
    }
}
