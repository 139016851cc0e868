package io.github.lockstarter.core;

import io.github.lockstarter.store.Grant;
import java.time.Duration;

/**
 * A grant that came in.
 *
 * @param sent when the command was sent that it answers, in nanoseconds
 * @param deadline when the lease ends unless it is renewed, in nanoseconds
 */
record Granted(long fencingToken, long sent, long deadline) {

    static Granted of(Grant grant, Duration ttl, long sent) {
        Duration lasts = grant.expiresIn().compareTo(ttl) < 0 ? grant.expiresIn() : ttl;
        return new Granted(grant.fencingToken(), sent, Deadline.of(sent, lasts));
    }

    boolean isInTime() {
        return deadline - System.nanoTime() > 0;
    }
}
