package io.github.lockstarter.torture.check;

import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A time in which Redis did not answer, whoever asked.
 *
 * @param began of {@link System#nanoTime()}
 * @param ended when it answered again
 */
public record Standstill(long began, long ended) {

    /** In milliseconds: of those for which there is no other reason than the machine; 0, if there is none. */
    public static long longestWithoutAFault(List<Standstill> standstills, History history) {
        return standstills.stream()
                .filter(still -> history.injections().stream()
                        .noneMatch(injection -> injection.overlaps(still.began(), still.ended())))
                .mapToLong(still -> TimeUnit.NANOSECONDS.toMillis(still.ended() - still.began()))
                .max()
                .orElse(0);
    }
}
