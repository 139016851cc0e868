package io.github.lockstarter.core;

import io.github.lockstarter.store.Grant;
import java.time.Duration;

/**
 * A grant that came in, with the deadline it has on this JVM's monotonic clock.
 *
 * @param sent when the command was sent that it answers, in nanoseconds
 * @param deadline when the lease ends, in nanoseconds: never later than the server's expiry, as long as the two clocks run
 *     apart by less than 1 % and 2 ms
 */
record Granted(long fencingToken, long sent, long deadline) {

    private static final long DRIFT = Duration.ofMillis(2).toNanos();

    static Granted of(Grant grant, Duration ttl, long sent) {
        long lasts = Math.min(ttl.toNanos(), grant.expiresIn().toNanos());
        return new Granted(grant.fencingToken(), sent, sent + lasts - lasts / 100 - DRIFT);
    }
}
