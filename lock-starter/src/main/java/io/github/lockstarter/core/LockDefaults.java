package io.github.lockstarter.core;

import io.github.lockstarter.LockRequest;
import java.time.Duration;

/**
 * What holds where a request says nothing. Checked as a request's own values are.
 *
 * @param ttl how long a lease lasts, 10 ms to 24 h
 * @param retries attempts after the first, 0 or more
 * @param retryDelay pause between attempts, 1 ms to 24 h
 * @param maxHold how long a lease is renewed at most, 10 ms to 365 days
 * @param commandTimeout the longest wait for one reply of the store, above 0; never more than a quarter of the ttl
 * @param logKeys whether keys are shown in logs and messages of exceptions
 */
public record LockDefaults(
        Duration ttl, int retries, Duration retryDelay, Duration maxHold, Duration commandTimeout, boolean logKeys) {

    /**
     * Keys are shown.
     *
     * @param ttl how long a lease lasts, 10 ms to 24 h
     * @param retries attempts after the first, 0 or more
     * @param retryDelay pause between attempts, 1 ms to 24 h
     * @param maxHold how long a lease is renewed at most, 10 ms to 365 days
     * @param commandTimeout the longest wait for one reply of the store, above 0
     */
    public LockDefaults(Duration ttl, int retries, Duration retryDelay, Duration maxHold, Duration commandTimeout) {
        this(ttl, retries, retryDelay, maxHold, commandTimeout, true);
    }

    /**
     * Checks them.
     *
     * @param ttl 10 ms to 24 h
     * @param retries 0 or more
     * @param retryDelay 1 ms to 24 h
     * @param maxHold 10 ms to 365 days
     * @param commandTimeout above 0
     * @param logKeys either
     * @throws IllegalArgumentException if one is out of range
     */
    public LockDefaults {
        LockRequest.of("any").ttl(ttl).retries(retries).retryDelay(retryDelay).maxHold(maxHold);
        if (commandTimeout.isNegative() || commandTimeout.isZero()) {
            throw new IllegalArgumentException(
                    "commandTimeout is " + commandTimeout.toMillis() + " ms: it is more than 0.");
        }
    }
}
