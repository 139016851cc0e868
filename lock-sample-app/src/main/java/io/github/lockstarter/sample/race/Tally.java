package io.github.lockstarter.sample.race;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How bids ended, of one bidder or of many.
 *
 * @param accepted the bidder was told that the bid stands
 * @param overtaken written, and told afterwards that the lock had been lost before
 * @param refused not written: the lock was lost before, and the bidder was told
 * @param gaveUp not written: others were always faster
 * @param failed Redis failed, and nobody knows
 * @param retries attempts after the first of a bid, by the bidder; who waits for a {@code @DistributedLock} stands in line
 * @param millis how long the bidder took; of many, the longest
 * @param speeds accepted bids per second of each bidder who did not stall
 */
record Tally(
        long accepted,
        long overtaken,
        long refused,
        long gaveUp,
        long failed,
        long retries,
        long millis,
        List<Double> speeds) {

    static final Tally NOTHING = new Tally(0, 0, 0, 0, 0, 0, 0, List.of());

    static final Tally ONE_FAILED = new Tally(0, 0, 0, 0, 1, 0, 0, List.of());

    Tally plus(Tally other) {
        return new Tally(
                accepted + other.accepted,
                overtaken + other.overtaken,
                refused + other.refused,
                gaveUp + other.gaveUp,
                failed + other.failed,
                retries + other.retries,
                Math.max(millis, other.millis),
                Stream.concat(speeds.stream(), other.speeds.stream()).toList());
    }

    /** Bids that were written, whether or not they are still there. */
    long written() {
        return accepted + overtaken;
    }

    /**
     * How equally fast the bidders were: the square of the sum of their speeds, divided by the sum of the squares and by their number.
     * 1 if all were, 1/n if one of n had everything. (R. Jain, D. Chiu, W. Hawe, A Quantitative Measure of Fairness and
     * Discrimination, DEC Research Report TR-301, 1984.) Null if there is nobody to compare.
     */
    @Nullable
    Double fairness() {
        double sum = speeds.stream().mapToDouble(Double::doubleValue).sum();
        double squares = speeds.stream().mapToDouble(each -> each * each).sum();
        return squares == 0 ? null : sum * sum / (squares * speeds.size());
    }
}
