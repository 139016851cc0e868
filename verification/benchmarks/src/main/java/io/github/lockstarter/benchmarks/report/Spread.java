package io.github.lockstarter.benchmarks.report;

import java.util.Arrays;
import java.util.Optional;

/** How a figure lies over the rounds. */
public record Spread(double least, double lowerQuartile, double median, double upperQuartile, double most, int rounds) {

    /** Empty: there are no values. */
    public static Optional<Spread> of(double[] values) {
        if (values.length == 0) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Optional.of(new Spread(
                sorted[0],
                at(sorted, 0.25),
                at(sorted, 0.5),
                at(sorted, 0.75),
                sorted[sorted.length - 1],
                sorted.length));
    }

    /** @param quartiles whether they are told too, in brackets */
    public String text(boolean quartiles) {
        String told = MarkdownReport.number(median);
        return quartiles
                ? "%s (%s-%s)"
                        .formatted(told, MarkdownReport.number(lowerQuartile), MarkdownReport.number(upperQuartile))
                : told;
    }

    /** Between two values, in proportion. */
    private static double at(double[] sorted, double part) {
        double rank = part * (sorted.length - 1);
        int below = (int) rank;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (rank - below) * (sorted[above] - sorted[below]);
    }
}
