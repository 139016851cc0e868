package io.github.lockstarter.benchmarks;

import io.github.lockstarter.benchmarks.contest.Scenario;
import java.time.Duration;

/** How long it will take, as far as that can be told before. */
final class Plan {
    // Beside the run itself: getting ready, the common start, the last turns, the notes.
    private static final long AROUND_A_RUN = 150;
    private static final long JVM_START = 4_000;
    private static final long FOOTPRINT = 5_000;
    private static final long JMH = 80_000;

    private Plan() {}

    static Duration of(Settings settings) {
        long millis = settings.scenarios().stream()
                        .mapToLong(scenario -> settings.kindsOf(scenario).size() * perContender(settings, scenario))
                        .sum()
                + settings.mostJvms() * JVM_START
                + settings.kinds().size() * settings.firstMillis()
                + (settings.footprint() ? settings.kinds().size() * FOOTPRINT : 0)
                + (settings.jmh() ? JMH : 0);
        return Duration.ofSeconds(millis / 1000);
    }

    private static long perContender(Settings settings, Scenario scenario) {
        long rounds = settings.rounds() * (settings.millis() + scenario.cuts() * AROUND_A_RUN);
        return settings.warmupMillis() + AROUND_A_RUN + rounds;
    }

    static void print(Settings settings) {
        Duration time = of(settings);
        Progress.say(
                "%d scenarios, %d contenders, %d rounds of %d ms: about %d min %d s",
                settings.scenarios().size(),
                settings.kinds().size(),
                settings.rounds(),
                settings.millis(),
                time.toMinutes(),
                time.toSecondsPart());
    }
}
