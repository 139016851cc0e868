package io.github.lockstarter.store;

import java.time.Duration;
import java.util.List;

/**
 * A lock that was granted.
 *
 * @param keys as they were acquired
 * @param token as it was acquired
 * @param ttl as it was acquired
 * @param keptFor how long it stays taken after its release, by nobody and whatever is left of its ttl; zero: it is free at once
 */
public record Held(List<String> keys, OwnerToken token, Duration ttl, Duration keptFor) {

    /** To be free at once when it is released. */
    public Held(List<String> keys, OwnerToken token, Duration ttl) {
        this(keys, token, ttl, Duration.ZERO);
    }

    /** The same, to stay taken for a while after its release. */
    public Held keptFor(Duration time) {
        return new Held(keys, token, ttl, time);
    }

    public boolean isKept() {
        return !keptFor.isZero();
    }
}
