package io.github.lockstarter.torture.check;

/**
 * A time in which Redis did not answer, whoever asked.
 *
 * @param began of {@link System#nanoTime()}
 * @param ended when it answered again
 */
public record Standstill(long began, long ended) {}
