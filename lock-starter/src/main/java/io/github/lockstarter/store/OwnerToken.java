package io.github.lockstarter.store;

import java.util.Optional;

/**
 * The random identity of one lease: 128 bits in hex, then {@code @} and the readable instance that holds it. Whoever knows
 * it can release the lock, so it is shown nowhere.
 *
 * @param value as it stands in the store
 */
public record OwnerToken(String value) {

    public OwnerToken {
        if (instanceIn(value).isEmpty()) {
            throw new IllegalArgumentException("An owner token is <random>@<instance>.");
        }
    }

    /** The readable part: which instance holds the lock. */
    public String instance() {
        return instanceIn(value).orElseThrow();
    }

    /** The readable part of what was found in the store; empty if that is no owner token of ours. */
    public static Optional<String> instanceIn(String stored) {
        int at = stored.lastIndexOf('@');
        return at < 0 ? Optional.empty() : Optional.of(stored.substring(at + 1));
    }

    /** Without the random part. */
    @Override
    public String toString() {
        return "...@" + instance();
    }
}
