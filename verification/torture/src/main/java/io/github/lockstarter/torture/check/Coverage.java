package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Refusal;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Injection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** How much happened: without it, finding nothing means nothing. */
public final class Coverage {

    private Coverage() {}

    /** Leases that were granted, by workload, and by how many may hold a key where that differs: one of several keys counts once. */
    public static Map<String, Long> grants(History history) {
        Map<String, Long> grants = new TreeMap<>();
        history.allClaims()
                .map(claim -> List.of(claim.worker(), claim.lease(), kind(claim)))
                .distinct()
                .forEach(lease -> grants.merge(lease.get(2).toString(), 1L, Long::sum));
        return grants;
    }

    private static String kind(Claim claim) {
        Workload workload = claim.key().workload();
        if (!workload.isCrowded()) {
            return workload.name();
        }
        return workload + "/" + (claim.permits() == Integer.MAX_VALUE ? "shared" : claim.permits());
    }

    /** Leases during which a fault was in force, at some time from the beginning of the call to the end of the release. */
    public static long underFault(History history) {
        return byWorker(history, worker -> history.injections());
    }

    /** Those of them whose own worker met it, or all did. */
    public static long touched(History history) {
        return byWorker(history, worker -> history.injections(worker).toList());
    }

    private static long byWorker(History history, IntFunction<List<Injection>> injections) {
        return history.allClaims().collect(Collectors.groupingBy(Claim::worker)).entrySet().stream()
                .mapToLong(entry -> faulted(injections.apply(entry.getKey()), entry.getValue()))
                .sum();
    }

    private static long faulted(List<Injection> injections, List<Claim> claims) {
        Set<Long> faulted = new HashSet<>();
        int first = 0;
        for (Claim claim : claims.stream()
                .sorted((one, other) -> Long.compare(one.began(), other.began()))
                .toList()) {
            // None before this one is in force any more when a call begins: injections follow one another.
            while (first < injections.size() && injections.get(first).ended() < claim.began()) {
                first++;
            }
            long end = claim.ended() != 0 ? claim.ended() : claim.until();
            if (first < injections.size() && injections.get(first).overlaps(claim.began(), end)) {
                faulted.add(claim.lease());
            }
        }
        return faulted.size();
    }

    /** How often the work of one began while that of another under the same key was not over: valid or not, it went on. */
    public static long overlappingBodies(History history, Workload workload) {
        long overlaps = 0;
        long latestEnd = 0;
        for (Claim claim : history.claims(workload)
                .sorted((one, other) -> Long.compare(one.granted(), other.granted()))
                .toList()) {
            if (claim.granted() < latestEnd) {
                overlaps++;
            }
            latestEnd = Math.max(latestEnd, claim.ending());
        }
        return overlaps;
    }

    /** Calls that got nothing, by why. */
    public static Map<String, Long> refusals(History history) {
        Map<String, Long> refusals = new TreeMap<>();
        history.events(EventType.NOT_GRANTED)
                .forEach(event -> refusals.merge(Refusal.values()[(int) event.b()].name(), 1L, Long::sum));
        return refusals;
    }

    /** Injections, by kind. */
    public static Map<String, Long> injections(History history) {
        Map<String, Long> injections = new TreeMap<>();
        history.injections().forEach(injection -> injections.merge(injection.kind(), 1L, Long::sum));
        return injections;
    }
}
