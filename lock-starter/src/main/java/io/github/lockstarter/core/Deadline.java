package io.github.lockstarter.core;

import java.time.Duration;

/** When a lease ends on this JVM's monotonic clock, in nanoseconds. */
final class Deadline {

    private static final long DRIFT = Duration.ofMillis(2).toNanos();

    private Deadline() {}

    /**
     * Never later than the server's expiry, as long as the two clocks run apart by less than 1 % and 2 ms.
     *
     * @param sent when the command was sent that made the lease last
     * @param lasts how long it lasts from when the server executed that
     */
    static long of(long sent, Duration lasts) {
        long nanos = lasts.toNanos();
        return sent + nanos - nanos / 100 - DRIFT;
    }

    /** How long a lease has to last for its deadline to be this far away. */
    static Duration lastingFor(Duration untilDeadline) {
        // In whole milliseconds, as stores count; one more for what rounding takes away.
        return Duration.ofMillis((untilDeadline.plusNanos(DRIFT).toMillis() * 100 + 98) / 99 + 1);
    }
}
