package io.github.lockstarter.benchmarks;

import java.time.Duration;

/** How long it will take, as far as that can be told before. */
final class Plan {
    // Beside the run itself: getting ready, the common start, the last turns, the notes.
    private static final long AROUND_A_RUN = 200;
    private static final long JVM_START = 4_000;
    private static final long JMH = 80_000;

    private Plan() {}

    static Duration of(Settings settings) {
        long runs = settings.scenarios().stream()
                .mapToLong(scenario -> settings.kindsOf(scenario).size())
                .sum();
        long millis = runs * settings.rounds() * (settings.millis() + AROUND_A_RUN)
                + runs * (settings.warmupMillis() + AROUND_A_RUN)
                + settings.mostJvms() * JVM_START
                + (settings.footprint() ? settings.kinds().size() * JVM_START : 0)
                + (settings.jmh() ? JMH : 0);
        return Duration.ofSeconds(millis / 1000);
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
