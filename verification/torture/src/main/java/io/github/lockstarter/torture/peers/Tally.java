package io.github.lockstarter.torture.peers;

import java.util.List;
import java.util.Map;

/**
 * What was counted in a phase.
 *
 * @param grants by workload
 * @param faulted during how many of them a fault was in force, at some time from the call to the end of the release
 * @param injections by kind
 * @param tooLate how many of the grants came after the deadline: nobody believed in them
 * @param doubleHolders while Redis kept its data
 * @param excused double holders while Redis lost its data
 * @param tokensNotGrowing 0 also where there are no tokens
 * @param lostUpdates of a counter that nothing fences
 * @param refusals calls that got nothing, by why
 * @param unavailable those of them that met a fault, and were not interrupted
 * @param longestIdle in milliseconds, a key that somebody waited for
 * @param failures what had no place
 * @param notes what else is to be told, and examples
 */
record Tally(
        Map<String, Long> grants,
        long faulted,
        Map<String, Long> injections,
        long tooLate,
        long doubleHolders,
        long excused,
        long tokensNotGrowing,
        long lostUpdates,
        LeftKeys left,
        Map<String, Long> refusals,
        long unavailable,
        double longestIdle,
        long failures,
        List<String> notes) {

    long acquisitions() {
        return total(grants);
    }

    long allInjections() {
        return total(injections);
    }

    private static long total(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }
}
