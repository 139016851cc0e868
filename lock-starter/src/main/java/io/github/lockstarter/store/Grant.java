package io.github.lockstarter.store;

import java.time.Duration;

/**
 * The lock is ours.
 *
 * @param fencingToken greater than that of every earlier grant of these keys to another token; where others may hold the lock at the
 *     same time, that of the last one who held it alone
 * @param expiresIn how long the store keeps it, counted from when it executed the acquire
 * @param permits how many may hold it at once, by the smallest number in use
 */
public record Grant(long fencingToken, Duration expiresIn, int permits) implements Answer {

    /**
     * Nobody else may hold it.
     *
     * @param fencingToken greater than that of every earlier grant of these keys to another token
     * @param expiresIn how long the store keeps it, counted from when it executed the acquire
     */
    public Grant(long fencingToken, Duration expiresIn) {
        this(fencingToken, expiresIn, 1);
    }
}
