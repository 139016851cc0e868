package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.race.RaceMessages.ShareEnd;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** Waits for the ends of the shares of one race. Thread-safe. */
final class ShareEnds {

    private static final long LOOK_MILLIS = 200;

    private final RacePlan plan;

    private final Map<String, ShareEnd> ends = new HashMap<>();

    ShareEnds(RacePlan plan) {
        this.plan = plan;
    }

    synchronized void add(ShareEnd end) {
        if (end.race().equals(plan.id())) {
            ends.put(end.instance(), end);
            notifyAll();
        }
    }

    /**
     * Waits until each share has ended, or its instance is gone, or the limit is over.
     *
     * @param there whether an instance is still there
     */
    synchronized void await(Predicate<String> there, long limitNanos) throws InterruptedException {
        long endsAt = System.nanoTime() + limitNanos;
        while (missing().stream().anyMatch(there) && System.nanoTime() - endsAt < 0) {
            wait(LOOK_MILLIS);
        }
    }

    synchronized boolean areComplete() {
        return missing().isEmpty();
    }

    synchronized boolean isTimeUp() {
        return ends.values().stream().anyMatch(ShareEnd::timeIsUp);
    }

    synchronized Tally sum() {
        return ends.values().stream().map(ShareEnd::tally).reduce(Tally.NOTHING, Tally::plus);
    }

    private Collection<String> missing() {
        return plan.instances().stream()
                .filter(each -> !plan.biddersOf(each).isEmpty() && !ends.containsKey(each))
                .toList();
    }
}
