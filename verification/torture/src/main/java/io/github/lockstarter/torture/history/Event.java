package io.github.lockstarter.torture.history;

/**
 * One thing that happened in a worker.
 *
 * @param worker which process: each has a number of its own, also one that takes another's place
 * @param lease counts the leases of a worker; a call that was granted several keys has one for all
 * @param time of {@link System#nanoTime()}, which on Linux all processes share
 */
public record Event(int worker, EventType type, Key key, long lease, long time, long a, long b, long c) {}
