package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.benchmarks.report.Figures;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/** Reckons what is told of one run. */
final class Reckoning {

    private final Map<Measure, Double> measures = new EnumMap<>(Measure.class);

    private final List<Times> times;

    private Reckoning(List<Times> times) {
        this.times = times;
    }

    /**
     * Returns what is told; nothing but their number if there are no locks.
     *
     * @param calls on all servers
     * @param shares of each command's calls, what clients sent
     */
    static Map<Measure, Double> of(
            Way way,
            long millis,
            List<Times> times,
            Expense expense,
            Map<String, Calls> calls,
            Map<String, Double> shares) {
        Reckoning reckoning = new Reckoning(times);
        long locks = times.stream().mapToInt(Times::size).sum();
        reckoning.put(Measure.LOCKS, locks);
        if (locks > 0) {
            reckoning.addTimes(millis);
            reckoning.addCalls(locks, way.nodes(), calls, shares);
            reckoning.put(Measure.CPU, micros(expense.cpuNanos()) / locks);
            reckoning.put(Measure.ALLOCATED, expense.allocated() / (double) locks);
        }
        return reckoning.measures;
    }

    private void addTimes(long millis) {
        long[] costs = sorted((each, number) -> each.acquire(number) + each.release(number));
        put(Measure.COST_P50, micros(Figures.percentile(costs, 50)));
        put(Measure.COST_P99, micros(Figures.percentile(costs, 99)));
        put(Measure.ACQUIRE_P50, micros(Figures.percentile(sorted(Times::acquire), 50)));
        put(Measure.RELEASE_P50, micros(Figures.percentile(sorted(Times::release), 50)));
        int inTime = times.stream().mapToInt(Times::inTime).sum();
        put(Measure.PER_SECOND, inTime * (double) TimeUnit.SECONDS.toMillis(1) / millis);
    }

    private void addCalls(long locks, int nodes, Map<String, Calls> calls, Map<String, Double> shares) {
        double commands = 0;
        double micros = 0;
        long all = 0;
        for (Map.Entry<String, Calls> call : calls.entrySet()) {
            double share = shares.getOrDefault(call.getKey(), 1.0);
            commands += call.getValue().count() * share;
            micros += call.getValue().micros() * share;
            all += call.getValue().count();
        }
        put(Measure.COMMANDS, commands / locks / nodes);
        put(Measure.CALLS, all / (double) locks / nodes);
        put(Measure.REDIS_TIME, micros / locks);
    }

    private long[] sorted(Time what) {
        return times.stream()
                .flatMapToLong(each -> IntStream.range(0, each.size()).mapToLong(number -> what.of(each, number)))
                .sorted()
                .toArray();
    }

    private void put(Measure measure, double value) {
        measures.put(measure, value);
    }

    private static double micros(long nanos) {
        return nanos / (double) TimeUnit.MICROSECONDS.toNanos(1);
    }

    /** A time of one lock. */
    private interface Time {
        long of(Times times, int number);
    }
}
