package io.github.lockstarter.testing;

import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;

/** What a test has measured: printed, so that it can be quoted. */
public final class Figures {

    private Figures() {}

    public static void print(String format, Object... values) {
        System.out.println("figure: " + String.format(Locale.ROOT, format, values));
    }

    /** The 99th percentile and the greatest of these, in milliseconds. */
    public static Spread millis(Collection<Long> nanos) {
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        int p99 = (int) Math.ceil(0.99 * sorted.length) - 1;
        return new Spread(
                sorted[p99] / 1e6,
                sorted[sorted.length - 1] / 1e6,
                Arrays.stream(sorted).count());
    }

    /** In milliseconds. */
    public record Spread(double p99, double max, long count) {

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "p99 %.1f ms, max %.1f ms of %d", p99, max, count);
        }
    }
}
