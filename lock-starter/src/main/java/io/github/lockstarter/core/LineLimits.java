package io.github.lockstarter.core;

import java.time.Duration;

/**
 * What bounds the line of a JVM for one key.
 *
 * @param maxWaiters how many calls may wait at once, 1 or more; further ones are busy at once
 * @param passBudget how long the lock may go from call to call within this JVM while others wait for it, counted from when
 *     this JVM got it: 0 to 1 min. 0 lets the others come first at every release
 */
public record LineLimits(int maxWaiters, Duration passBudget) {

    private static final Duration LONGEST_BUDGET = Duration.ofMinutes(1);

    /** 10,000 calls, 5 ms. */
    public static final LineLimits DEFAULTS = new LineLimits(10_000, Duration.ofMillis(5));

    /**
     * Checks them.
     *
     * @param maxWaiters 1 or more
     * @param passBudget 0 to 1 min
     * @throws IllegalArgumentException if one is out of range
     */
    public LineLimits {
        if (maxWaiters < 1) {
            throw new IllegalArgumentException("maxWaiters is " + maxWaiters + ": it is 1 or more.");
        }
        if (passBudget.isNegative() || passBudget.compareTo(LONGEST_BUDGET) > 0) {
            throw new IllegalArgumentException("passBudget is " + passBudget.toMillis() + " ms: it may be 0 to 1 min.");
        }
    }
}
