package io.github.lockstarter.benchmarks.contest;

import java.util.Map;

/**
 * What one run left.
 *
 * @param calls of each command in Redis, those inside scripts too
 * @param newThreads live at the peak, over those before the contender was opened
 */
public record Outcome(Window window, Logbook logbook, Map<String, Long> calls, int newThreads) {}
