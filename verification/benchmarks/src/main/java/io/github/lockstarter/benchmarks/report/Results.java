package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * All that was measured.
 *
 * @param about the machine, the versions and the settings
 * @param prices of the annotation; none if JMH was left out
 * @param footprints of the contenders; none if they were left out
 */
public record Results(
        Map<String, Object> about,
        List<Scenario> scenarios,
        List<Price> prices,
        List<Footprint> footprints,
        List<Measured> runs) {

    /**
     * What a call costs without Redis.
     *
     * @param store what grants the lock
     * @param annotated ns per call of an annotated method
     * @param template ns per call of the same through LockOperations.execute
     */
    public record Price(String store, double annotated, double annotatedError, double template, double templateError) {

        public double difference() {
            return annotated - template;
        }
    }

    /** What a contender opens in a JVM of its own, under contention. */
    public record Footprint(String contender, int connections, int threads) {}

    /** The contenders that ran in a scenario. */
    List<Kind> kinds(Scenario scenario) {
        return runs.stream()
                .filter(run -> run.scenario().equals(scenario.name()))
                .map(run -> Kind.of(run.contender()))
                .distinct()
                .sorted()
                .toList();
    }

    /** A figure over the rounds. */
    Optional<Spread> spread(Scenario scenario, Kind kind, Figure figure) {
        return of(scenario, kind).spread(figure);
    }

    /** A figure over the rounds, each time divided by another contender's in the same round. */
    Optional<Spread> ratio(Scenario scenario, Kind kind, Kind base, Figure figure) {
        return of(scenario, kind).ratio(of(scenario, base), figure);
    }

    /** What went wrong: threads that gave up, sections that overlapped. */
    List<String> troubles() {
        return runs.stream()
                .filter(run -> !run.failures().isEmpty() || run.figures().getOrDefault(Figure.OVERLAPS, 0.0) > 0)
                .map(run -> "%s, %s, round %d: %s overlaps, %d threads gave up %s"
                        .formatted(
                                run.scenario(),
                                run.contender(),
                                run.round(),
                                run.figures().getOrDefault(Figure.OVERLAPS, 0.0).intValue(),
                                run.failures().size(),
                                run.failures().stream().limit(1).toList()))
                .toList();
    }

    private Runs of(Scenario scenario, Kind kind) {
        return Runs.of(runs, scenario.name(), kind.id());
    }
}
