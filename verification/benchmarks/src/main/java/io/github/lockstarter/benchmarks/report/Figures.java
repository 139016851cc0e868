package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.benchmarks.contest.Outcome;
import io.github.lockstarter.benchmarks.contest.Scenario;
import io.github.lockstarter.benchmarks.contest.Section;
import io.github.lockstarter.benchmarks.contest.Window;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/** Reckons the figures of one run. */
public final class Figures {
    private static final Set<String> SCRIPTS = Set.of("eval", "evalsha");

    private final Map<Figure, Double> figures = new EnumMap<>(Figure.class);
    private final Scenario scenario;
    private final Window window;
    private final List<Section> sections;

    private Figures(Scenario scenario, Outcome outcome) {
        this.scenario = scenario;
        window = outcome.window();
        sections = outcome.logbook().sections();
    }

    /**
     * Returns the figures; those that make no sense here are left out.
     *
     * @param shares of each command's calls, what clients sent
     */
    public static Map<Figure, Double> of(Scenario scenario, Outcome outcome, Map<String, Double> shares) {
        Figures figures = new Figures(scenario, outcome);
        figures.put(Figure.SECTIONS, figures.sections.size());
        if (!figures.sections.isEmpty()) {
            figures.addTimes();
            figures.addShares();
            figures.addCalls(outcome.calls(), shares);
            if (scenario.oneKey()) {
                figures.addSequence();
            }
        }
        return figures.figures;
    }

    private void addTimes() {
        long[] costs = sorted(Section::cost);
        put(Figure.COST_P50, micros(percentile(costs, 50)));
        put(Figure.COST_P99, micros(percentile(costs, 99)));
        long[] waits = sorted(Section::waited);
        put(Figure.WAIT_P50, micros(percentile(waits, 50)));
        put(Figure.WAIT_P99, micros(percentile(waits, 99)));
    }

    private void addShares() {
        int[] made = new int[scenario.jvms() * scenario.threads()];
        long[] first = new long[made.length];
        for (Section section : sections) {
            if (section.left() - window.end() <= 0) {
                made[section.thread()]++;
            }
            long late = section.called() - window.start();
            first[section.thread()] = first[section.thread()] == 0 ? late : Math.min(first[section.thread()], late);
        }
        put(Figure.PER_SECOND, Arrays.stream(made).sum() / window.seconds());
        int most = Arrays.stream(made).max().orElse(0);
        if (made.length > 1 && most > 0) {
            put(Figure.FAIRNESS, Arrays.stream(made).min().orElse(0) / (double) most);
        }
        put(Figure.LATE, micros(Arrays.stream(first).max().orElse(0)));
    }

    private void addCalls(Map<String, Calls> calls, Map<String, Double> shares) {
        double commands = 0;
        double micros = 0;
        long all = 0;
        long scripts = 0;
        for (Map.Entry<String, Calls> call : calls.entrySet()) {
            double share = shares.getOrDefault(call.getKey(), 1.0);
            commands += call.getValue().count() * share;
            micros += call.getValue().micros() * share;
            all += call.getValue().count();
            scripts += SCRIPTS.contains(call.getKey()) ? call.getValue().count() : 0;
        }
        put(Figure.SCRIPTS, scripts / (double) sections.size());
        put(Figure.COMMANDS, commands / sections.size());
        put(Figure.CALLS, all / (double) sections.size());
        put(Figure.REDIS_TIME, micros / sections.size());
    }

    private void addSequence() {
        int overlaps = 0;
        int changes = 0;
        long[] gaps = new long[sections.size()];
        for (int i = 1; i < sections.size(); i++) {
            Section before = sections.get(i - 1);
            Section after = sections.get(i);
            long gap = after.entered() - before.leaving();
            if (gap < 0) {
                overlaps++;
            }
            if (before.jvm() != after.jvm()) {
                gaps[changes++] = gap;
            }
        }
        put(Figure.OVERLAPS, overlaps);
        if (scenario.jvms() > 1 && sections.size() > 1) {
            put(Figure.CHANGES, changes / (double) (sections.size() - 1));
            if (changes > 0) {
                long[] handOvers = Arrays.copyOf(gaps, changes);
                Arrays.sort(handOvers);
                put(Figure.HANDOVER_P50, micros(percentile(handOvers, 50)));
            }
        }
    }

    private long[] sorted(ToLongFunction<Section> what) {
        return sections.stream().mapToLong(what).sorted().toArray();
    }

    /** The nearest rank. */
    public static long percentile(long[] sorted, int percent) {
        return sorted[Math.max(0, (int) Math.ceil(sorted.length * percent / 100.0) - 1)];
    }

    private void put(Figure figure, double value) {
        figures.put(figure, value);
    }

    private static double micros(long nanos) {
        return nanos / (double) TimeUnit.MICROSECONDS.toNanos(1);
    }
}
