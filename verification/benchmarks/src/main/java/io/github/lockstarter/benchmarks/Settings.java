package io.github.lockstarter.benchmarks;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * What the system properties {@code benchmarks.*} say: rounds, millis, warmup-millis, first-millis, seed, scenarios, contenders,
 * footprint, jmh, output. Single rows again:
 * {@code -Dbenchmarks.scenarios=2x8-.* -Dbenchmarks.contenders='floor|rlock|lock-starter-.*' -Dbenchmarks.jmh=false}.
 *
 * @param rounds in each of which every contender runs once
 * @param millis how long one run lasts
 * @param warmupMillis how long the run before the first round lasts
 * @param firstMillis how long a contender runs before anything else, each thread with a key of its own
 * @param seed of the order in the rounds
 * @param scenarios those whose name matches {@code benchmarks.scenarios}
 * @param kinds those whose id matches {@code benchmarks.contenders}
 * @param footprint whether connections and threads are counted
 * @param jmh whether the price of the annotation is measured
 * @param output the directory of the results
 */
public record Settings(
        int rounds,
        long millis,
        long warmupMillis,
        long firstMillis,
        long seed,
        List<Scenario> scenarios,
        List<Kind> kinds,
        boolean footprint,
        boolean jmh,
        Path output) {

    static Settings fromSystemProperties() {
        String scenarios = text("scenarios", ".*");
        String contenders = text("contenders", ".*");
        return new Settings(
                Integer.parseInt(text("rounds", "10")),
                Long.parseLong(text("millis", "700")),
                Long.parseLong(text("warmup-millis", "500")),
                Long.parseLong(text("first-millis", "3000")),
                Long.parseLong(text("seed", "1")),
                Scenario.ALL.stream()
                        .filter(scenario -> scenario.name().matches(scenarios))
                        .toList(),
                Arrays.stream(Kind.values())
                        .filter(kind -> kind.id().matches(contenders))
                        .toList(),
                Boolean.parseBoolean(text("footprint", "true")),
                Boolean.parseBoolean(text("jmh", "true")),
                Path.of(text("output", "target/benchmarks")));
    }

    List<Kind> kindsOf(Scenario scenario) {
        return kinds.stream().filter(scenario::suits).toList();
    }

    int mostJvms() {
        return scenarios.stream().mapToInt(Scenario::jvms).max().orElse(0);
    }

    private static String text(String name, String otherwise) {
        return System.getProperty("benchmarks." + name, otherwise);
    }
}
