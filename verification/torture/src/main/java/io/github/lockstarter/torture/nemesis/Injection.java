package io.github.lockstarter.torture.nemesis;

import java.util.List;
import java.util.Set;

/**
 * Faults that were done at once: mostly one.
 *
 * @param began before the first, of {@link System#nanoTime()}
 * @param ended after the last was undone
 * @param losesData whether locks may be gone after it
 */
public record Injection(List<Hit> hits, long began, long ended, boolean losesData) {

    /** What several faults at once count as. */
    public static final String SEVERAL = "SEVERAL_AT_ONCE";

    /** All workers. */
    public static final int ALL = -1;

    /**
     * A fault.
     *
     * @param slot of the worker that it was done to, or {@link #ALL}
     */
    public record Hit(Fault fault, int slot) {}

    /** As the faults themselves say. */
    public Injection(List<Hit> hits, long began, long ended) {
        this(hits, began, ended, hits.stream().anyMatch(hit -> hit.fault().losesData()));
    }

    public List<Fault> faults() {
        return hits.stream().map(Hit::fault).toList();
    }

    /** Whether it was in force at some time from then to then. */
    public boolean overlaps(long from, long to) {
        return began - to <= 0 && from - ended <= 0;
    }

    /** Whether it was done to this worker, or to all. */
    public boolean touches(int slot) {
        return hits.stream().anyMatch(hit -> hit.slot() == ALL || hit.slot() == slot);
    }

    /** Whether this worker, or all, met one of these faults. */
    public boolean touches(int slot, Set<Fault> faults) {
        return hits.stream().anyMatch(hit -> faults.contains(hit.fault()) && (hit.slot() == ALL || hit.slot() == slot));
    }

    /** What it counts as. */
    public String kind() {
        return hits.size() == 1 ? hits.get(0).fault().name() : SEVERAL;
    }
}
