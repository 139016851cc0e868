package io.github.lockstarter.quorum;

import io.github.lockstarter.store.Busy;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * More than half of the nodes, also of an even number: of four it is three, or two halves could each grant a lock.
 *
 * @param nodes how many there are, 1 or more
 */
record Majority(int nodes) {

    int needed() {
        return nodes / 2 + 1;
    }

    boolean isReached(int agreed) {
        return agreed >= needed();
    }

    /** Whether it cannot be reached any more, with so many who did not agree. */
    boolean isOutOfReach(int others) {
        return nodes - others < needed();
    }

    /**
     * After what time so many of those who are busy are free that a majority may be had; null: nobody knows, or at once.
     *
     * @param others nodes that are not busy and may grant it
     */
    @Nullable
    Duration freeIn(List<Busy> busy, int others) {
        int missing = needed() - others;
        List<Duration> ends = busy.stream()
                .flatMap(each -> Stream.ofNullable(each.expiresIn()))
                .sorted()
                .toList();
        return missing > 0 && missing <= ends.size() ? ends.get(missing - 1) : null;
    }

    Verdict verdict(int granted, int busy, int failed) {
        if (isReached(granted)) {
            return Verdict.GRANTED;
        }
        if (isOutOfReach(failed)) {
            return Verdict.UNAVAILABLE;
        }
        // All have answered: whoever has the other votes, they were split.
        boolean settled = granted + busy + failed == nodes;
        return isOutOfReach(busy) || settled ? Verdict.BUSY : Verdict.OPEN;
    }
}
