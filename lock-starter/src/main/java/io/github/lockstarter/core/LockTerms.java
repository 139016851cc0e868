package io.github.lockstarter.core;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import java.time.Duration;
import java.util.Set;

/**
 * A request with nothing left open: what one call asks, and how long it waits. Times in nanoseconds.
 *
 * @param retries the most attempts that follow pauses; {@link Integer#MAX_VALUE} if only the budget counts
 * @param budget the longest wait, fixed when the call begins
 * @param maxHold how long it is renewed at most
 * @param minHold how long the lock is taken at least, from the acquisition on
 * @param outsideTransaction whether it ends with the call even if a transaction is open around it
 * @param commandTimeout the longest wait for one reply
 */
record LockTerms(
        String name,
        Set<String> keys,
        Duration ttl,
        int retries,
        long retryDelay,
        long budget,
        boolean renew,
        long maxHold,
        long minHold,
        OnLost onLost,
        boolean outsideTransaction,
        long commandTimeout) {

    /** @throws IllegalArgumentException if the ttl is longer than the longest that the store allows, or too short for minHold */
    static LockTerms of(LockRequest request, LockDefaults defaults, Duration longestTtl) {
        Duration ttl = request.ttl().orElse(defaults.ttl());
        requireAtMost("ttl", ttl, longestTtl);
        Duration minHold = request.minHold();
        requireMinHoldWithin(ttl, minHold, request.renew());
        Duration retryDelay = request.retryDelay().orElse(defaults.retryDelay());
        int retries = request.retries().orElse(request.waitTime().isPresent() ? Integer.MAX_VALUE : defaults.retries());
        long budget =
                request.waitTime().map(Duration::toNanos).orElseGet(() -> cappedProduct(retries, retryDelay.toNanos()));
        long commandTimeout = Math.min(defaults.commandTimeout().toNanos(), ttl.toNanos() / 4);
        return new LockTerms(
                request.name(),
                request.keys(),
                ttl,
                retries,
                retryDelay.toNanos(),
                budget,
                request.renew(),
                request.maxHold().orElse(defaults.maxHold()).toNanos(),
                minHold.toNanos(),
                request.onLost(),
                request.isOutsideTransaction(),
                commandTimeout);
    }

    /** What is left of these for a call that has waited already. */
    LockTerms within(long waited) {
        return new LockTerms(
                name,
                keys,
                ttl,
                retries,
                retryDelay,
                Math.max(0, budget - waited),
                renew,
                maxHold,
                minHold,
                onLost,
                outsideTransaction,
                commandTimeout);
    }

    /** Whether the call stands in line for its lock: several keys do not, nor does a call that would not wait. */
    boolean inLine() {
        return keys.size() == 1 && budget > 0 && retries > 0;
    }

    String onlyKey() {
        return keys.iterator().next();
    }

    static void requireAtMost(String name, Duration time, Duration longestTtl) {
        if (time.compareTo(longestTtl) > 0) {
            throw new IllegalArgumentException(
                    "%s is %d ms, and the store allows %d ms at most: with Redlock, no longer than distributed-lock.redlock.quarantine. Ask for less, and have it renewed."
                            .formatted(name, time.toMillis(), longestTtl.toMillis()));
        }
    }

    /** One that dies keeps the lock for its ttl only. */
    private static void requireMinHoldWithin(Duration ttl, Duration minHold, boolean renew) {
        if (!renew && minHold.compareTo(ttl) > 0) {
            throw new IllegalArgumentException(
                    "minHold is %d ms, and the ttl %d ms: the lock would not last so long. Ask for a longer ttl, or have it renewed."
                            .formatted(minHold.toMillis(), ttl.toMillis()));
        }
    }

    private static long cappedProduct(int retries, long delay) {
        // A quarter of what a long holds, so that it can still be added to a reading of the clock.
        long most = Long.MAX_VALUE / 4;
        return retries != 0 && delay > most / retries ? most : retries * delay;
    }
}
