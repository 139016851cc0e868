package io.github.lockstarter.benchmarks.report;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The runs of one contender in one scenario, one a round. */
public record Runs(List<Measured> each) {

    /** Those of the contender in the scenario. */
    public static Runs of(List<Measured> all, String scenario, String contender) {
        return new Runs(all.stream()
                .filter(run -> run.scenario().equals(scenario))
                .filter(run -> run.contender().equals(contender))
                .toList());
    }

    /** A figure over the rounds. */
    public Optional<Spread> spread(Figure figure) {
        return Spread.of(each.stream()
                .map(run -> run.figures().get(figure))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .toArray());
    }

    /** A figure over the rounds, each time divided by another contender's in the same round. */
    public Optional<Spread> ratio(Runs base, Figure figure) {
        return Spread.of(each.stream()
                .flatMap(run -> base.each.stream()
                        .filter(other -> other.round() == run.round())
                        .filter(other -> run.figures().containsKey(figure)
                                && other.figures().getOrDefault(figure, 0.0) > 0)
                        .map(other ->
                                run.figures().get(figure) / other.figures().get(figure)))
                .mapToDouble(Double::doubleValue)
                .toArray());
    }
}
