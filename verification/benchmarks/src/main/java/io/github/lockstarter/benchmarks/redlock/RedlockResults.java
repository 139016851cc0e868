package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.benchmarks.report.Spread;
import io.github.lockstarter.benchmarks.wakeups.WakeUpResults;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that was measured.
 *
 * @param about the machine, the versions and the settings
 * @param wakeUps null: they were left out
 */
public record RedlockResults(
        Map<String, Object> about, List<Run> runs, @Nullable WakeUpResults wakeUps) {

    /** A measure over the rounds. */
    public Optional<Spread> spread(Situation situation, Way way, Measure measure) {
        return Spread.of(of(situation, way).stream()
                .map(run -> run.measures().get(measure))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    /** A measure over the rounds, each time divided by another way's in the same round. */
    public Optional<Spread> ratio(Situation situation, Way way, Way base, Measure measure) {
        return Spread.of(of(situation, way).stream()
                .flatMap(run -> of(situation, base).stream()
                        .filter(other -> other.round() == run.round())
                        .filter(other -> run.measures().containsKey(measure)
                                && other.measures().getOrDefault(measure, 0.0) > 0)
                        .map(other ->
                                run.measures().get(measure) / other.measures().get(measure)))
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    /** How often each command was called per lock on each server, over all rounds, inside scripts too. */
    Map<String, Double> callsPerLock(Situation situation, Way way) {
        Map<String, Double> perLock = new TreeMap<>();
        double locks = of(situation, way).stream()
                .mapToDouble(run -> run.measures().get(Measure.LOCKS))
                .sum();
        for (Run run : of(situation, way)) {
            for (Map.Entry<String, Calls> call : run.calls().entrySet()) {
                perLock.merge(call.getKey(), call.getValue().count() / locks / way.nodes(), Double::sum);
            }
        }
        return perLock;
    }

    /** Threads that gave up. */
    List<String> troubles() {
        return runs.stream()
                .filter(run -> !run.failures().isEmpty())
                .map(run -> "%s, %s, round %d: %d threads gave up %s"
                        .formatted(
                                run.situation().id(),
                                run.way().id(),
                                run.round(),
                                run.failures().size(),
                                run.failures().stream().limit(1).toList()))
                .toList();
    }

    private List<Run> of(Situation situation, Way way) {
        return runs.stream()
                .filter(run -> run.situation() == situation && run.way() == way)
                .toList();
    }
}
