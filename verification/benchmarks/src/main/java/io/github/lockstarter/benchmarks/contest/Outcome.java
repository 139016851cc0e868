package io.github.lockstarter.benchmarks.contest;

import java.util.Map;

/**
 * What one run left.
 *
 * @param calls of each command in Redis, those inside scripts too
 * @param newThreads live at the peak, over those before any contender was opened; of all JVMs
 */
public record Outcome(Window window, Logbook logbook, Map<String, Calls> calls, int newThreads) {}
