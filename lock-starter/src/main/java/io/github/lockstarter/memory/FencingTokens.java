package io.github.lockstarter.memory;

import java.util.concurrent.TimeUnit;

/**
 * One sequence of fencing tokens for all keys: it grows for each of them, and nothing need be kept per key. Not thread-safe: guarded by
 * the store's lock.
 */
final class FencingTokens {

    private long last;

    /** {@return the next one: the time in microseconds, or more} */
    long next() {
        return next(0);
    }

    /** {@return the next one, at least this} */
    long next(long floor) {
        long clock = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        last = Math.max(Math.max(last + 1, clock), floor);
        return last;
    }

    /** This one is in use: what comes next is more. */
    void given(long token) {
        last = Math.max(last, token);
    }
}
