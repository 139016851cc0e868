package io.github.lockstarter.core;

/**
 * A lock that a call got, and what it took.
 *
 * @param attempts how often the store was asked while the call waited, 1 or more
 * @param waited from the beginning of the call, in nanoseconds
 */
record Acquired(Hold hold, Granted granted, int attempts, long waited) implements Outcome {}
