package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.benchmarks.report.Figure;
import io.github.lockstarter.benchmarks.report.Runs;
import io.github.lockstarter.benchmarks.report.Spread;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * All that was measured.
 *
 * @param about the machine, the versions and the settings
 */
public record SharingResults(Map<String, Object> about, List<Run> runs) {

    List<Situation> situations() {
        return runs.stream().map(Run::situation).distinct().toList();
    }

    /** A figure over the rounds. */
    Optional<Spread> spread(Situation situation, Library library, Figure figure) {
        return measured(situation, library).spread(figure);
    }

    /** A figure over the rounds, each time divided by Redisson's in the same round. */
    Optional<Spread> ratio(Situation situation, Library library, Figure figure) {
        return measured(situation, library).ratio(measured(situation, Library.REDISSON), figure);
    }

    /** The waits of the writer in all rounds, in ms; empty: there was none. */
    Optional<Spread> writerWaits(Situation situation, Library library) {
        return Spread.of(writes(situation, library).stream()
                .mapToDouble(write -> write.waited() / (double) TimeUnit.MILLISECONDS.toNanos(1))
                .toArray());
    }

    List<Write> writes(Situation situation, Library library) {
        return of(situation, library).stream()
                .flatMap(run -> run.writes().stream())
                .toList();
    }

    /** How many shared at once, in any round. */
    int most(Situation situation, Library library) {
        return of(situation, library).stream().mapToInt(Run::most).max().orElse(0);
    }

    /** How often each command was called per section, over all rounds, inside scripts too. */
    Map<String, Double> callsPerSection(Situation situation, Library library) {
        List<Run> own = of(situation, library);
        double sections = own.stream()
                .mapToDouble(run -> run.measured().figures().get(Figure.SECTIONS))
                .sum();
        Map<String, Double> perSection = new TreeMap<>();
        for (Run run : own) {
            for (Map.Entry<String, Calls> call : run.measured().calls().entrySet()) {
                perSection.merge(call.getKey(), call.getValue().count() / sections, Double::sum);
            }
        }
        return perSection;
    }

    /** Threads that gave up, and those who met though the lock should have kept them apart. */
    List<String> troubles() {
        return runs.stream()
                .filter(run -> run.breaches() > 0 || !run.measured().failures().isEmpty())
                .map(run -> "%s, %s, round %d: %d times inside together, %d threads gave up %s"
                        .formatted(
                                run.situation().id(),
                                run.library().id(),
                                run.measured().round(),
                                run.breaches(),
                                run.measured().failures().size(),
                                run.measured().failures().stream().limit(1).toList()))
                .toList();
    }

    private Runs measured(Situation situation, Library library) {
        return new Runs(of(situation, library).stream().map(Run::measured).toList());
    }

    private List<Run> of(Situation situation, Library library) {
        return runs.stream()
                .filter(run -> run.situation() == situation && run.library() == library)
                .toList();
    }
}
