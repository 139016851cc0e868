package io.github.lockstarter.torture.nemesis;

import java.util.List;

/**
 * Faults that were done at once: mostly one.
 *
 * @param began before the first, of {@link System#nanoTime()}
 * @param ended after the last was undone
 */
public record Injection(List<Fault> faults, long began, long ended) {

    public boolean losesData() {
        return faults.stream().anyMatch(Fault::losesData);
    }

    /** Whether it was in force at some time from then to then. */
    public boolean overlaps(long from, long to) {
        return began - to <= 0 && from - ended <= 0;
    }

    /** What it counts as. */
    public String kind() {
        return faults.size() == 1 ? faults.get(0).name() : SEVERAL;
    }

    public static final String SEVERAL = "SEVERAL_AT_ONCE";
}
