package io.github.lockstarter.torture;

import io.github.lockstarter.torture.check.Figures;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.nemesis.Injection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BinaryOperator;

/**
 * What was seen in one round, or in several.
 *
 * @param grants by workload
 * @param faulted during how many of them a fault was in force, at some time from the call to the end of the release
 * @param touched how many of them were of a worker that it was done to, or it was done to all
 * @param refusals calls that got nothing, by why
 * @param injections by kind
 * @param excused double holders where Redis had lost its data, by what
 * @param unfenced what happened where nothing was fenced: bodies that overlapped, updates that were lost. This is why
 *     fencing exists
 * @param crowds the most that held a key at the same time, by workload
 * @param looks how often all keys were looked at
 * @param standstill the longest time, in milliseconds, in which Redis answered nobody and no fault was the reason: that of the machine
 */
public record Outcome(
        List<Long> seeds,
        Map<String, Long> grants,
        long faulted,
        long touched,
        Map<String, Long> refusals,
        Map<String, Long> injections,
        List<Finding> findings,
        Map<String, Long> excused,
        Map<String, Long> unfenced,
        Map<String, Long> crowds,
        Figures figures,
        long looks,
        long standstill) {

    /** Both together. */
    public Outcome plus(Outcome other) {
        return new Outcome(
                concat(seeds, other.seeds),
                sum(grants, other.grants),
                faulted + other.faulted,
                touched + other.touched,
                sum(refusals, other.refusals),
                sum(injections, other.injections),
                concat(findings, other.findings),
                sum(excused, other.excused),
                sum(unfenced, other.unfenced),
                most(crowds, other.crowds),
                new Figures(
                        concat(figures.recovery(), other.figures.recovery()),
                        concat(figures.signal(), other.figures.signal()),
                        concat(figures.interrupt(), other.figures.interrupt())),
                looks + other.looks,
                Math.max(standstill, other.standstill));
    }

    public long allGrants() {
        return total(grants);
    }

    public long allInjections() {
        return total(injections);
    }

    /** How many kinds of faults there were; several at once are no kind of their own. */
    public long kinds() {
        return injections.keySet().stream()
                .filter(kind -> !kind.equals(Injection.SEVERAL))
                .count();
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    private static <T> List<T> concat(List<T> some, List<T> others) {
        List<T> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }

    private static Map<String, Long> sum(Map<String, Long> some, Map<String, Long> others) {
        return merge(some, others, Long::sum);
    }

    private static Map<String, Long> most(Map<String, Long> some, Map<String, Long> others) {
        return merge(some, others, Math::max);
    }

    private static Map<String, Long> merge(
            Map<String, Long> some, Map<String, Long> others, BinaryOperator<Long> operator) {
        Map<String, Long> all = new TreeMap<>(some);
        others.forEach((name, count) -> all.merge(name, count, operator));
        return all;
    }
}
