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

    /**
     * To be free at once when it is released.
     *
     * @param keys as given, without the prefix that Redis sees
     * @param token who holds it
     * @param ttl how long it lasts at most
     */
    public Held(List<String> keys, OwnerToken token, Duration ttl) {
        this(keys, token, ttl, Duration.ZERO);
    }

    /**
     * {@return the same, to stay taken for a while after its release}
     *
     * @param time how long, counted from the release; zero: it is free at once
     */
    public Held keptFor(Duration time) {
        return new Held(keys, token, ttl, time);
    }

    /** {@return whether it stays taken after its release} */
    public boolean isKept() {
        return !keptFor.isZero();
    }
}
