package io.github.lockstarter.core;

import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import java.time.Duration;
import java.util.Set;

/**
 * A request with nothing left open: what one call asks, and how long it waits. Times in nanoseconds.
 *
 * @param retries the most attempts that follow pauses; {@link Integer#MAX_VALUE} if only the budget counts
 * @param budget the longest wait, fixed when the call begins
 * @param maxHold how long it is renewed at most
 * @param minHold how long the lock is taken at least, from the acquisition on
 * @param permits how many may hold the lock at once; {@link OwnerToken#ANY_NUMBER}: shared
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
        int permits,
        OnLost onLost,
        boolean outsideTransaction,
        long commandTimeout) {

    /** @throws IllegalArgumentException if the store does not allow it: the ttl, or others beside; or the ttl is too short for minHold */
    static LockTerms of(LockRequest request, LockDefaults defaults, LockStore store) {
        Duration ttl = request.ttl().orElse(defaults.ttl());
        requireAtMost("ttl", ttl, store.longestTtl());
        int permits = permitsOf(request);
        requireExclusive(permits, request, store);
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
                permits,
                request.onLost(),
                request.isOutsideTransaction(),
                commandTimeout);
    }

    /** How many may hold the lock at once, as a request says it: {@link OwnerToken#ANY_NUMBER} where it is shared. */
    static int permitsOf(LockRequest request) {
        return request.mode() == LockMode.SHARED ? OwnerToken.ANY_NUMBER : request.permits();
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
                permits,
                onLost,
                outsideTransaction,
                commandTimeout);
    }

    /** Whether the call stands in line for its lock: several keys do not, nor does a call that would not wait. */
    boolean inLine() {
        return keys.size() == 1 && budget > 0 && retries > 0;
    }

    /** Whether nobody else may hold the lock at the same time. */
    boolean isExclusive() {
        return permits == 1;
    }

    /** Whether any number may hold it. */
    boolean isForAll() {
        return permits == OwnerToken.ANY_NUMBER;
    }

    /** The line for its only key. */
    LineId line() {
        return new LineId(keys.iterator().next(), permits);
    }

    static void requireAtMost(String name, Duration time, Duration longestTtl) {
        if (time.compareTo(longestTtl) > 0) {
            throw new IllegalArgumentException(
                    "%s is %d ms, and the store allows %d ms at most: with Redlock, no longer than distributed-lock.redlock.quarantine. Ask for less, and have it renewed."
                            .formatted(name, time.toMillis(), longestTtl.toMillis()));
        }
    }

    private static void requireExclusive(int permits, LockRequest request, LockStore store) {
        if (permits > 1 && !store.sharesLocks()) {
            throw new IllegalArgumentException(
                    "%s: this store gives a lock to one at a time. With Redlock there are neither SHARED locks nor permits; use one Redis for this lock, or leave it out."
                            .formatted(request.mode() == LockMode.SHARED ? "mode is SHARED" : "permits is " + permits));
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
