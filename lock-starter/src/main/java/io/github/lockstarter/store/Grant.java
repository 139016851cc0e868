package io.github.lockstarter.store;

import java.time.Duration;

/**
 * The lock is ours.
 *
 * @param fencingToken greater than that of every earlier grant of these keys to another token
 * @param expiresIn how long the store keeps it, counted from when it executed the acquire
 */
public record Grant(long fencingToken, Duration expiresIn) implements Answer {}
