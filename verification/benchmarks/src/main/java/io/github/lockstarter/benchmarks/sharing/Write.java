package io.github.lockstarter.benchmarks.sharing;

/**
 * One turn of the writer.
 *
 * @param waited for its acquire, in nanoseconds
 * @param inTime whether it was inside before the common end, from which on no reader begins anew
 */
public record Write(long waited, boolean inTime) {}
