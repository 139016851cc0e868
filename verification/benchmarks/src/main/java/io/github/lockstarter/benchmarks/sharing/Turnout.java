package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contest.Logbook;
import io.github.lockstarter.benchmarks.contest.Window;
import java.util.List;

/**
 * What the threads of one run noted.
 *
 * @param logbook of those who share, and what any thread gave up with
 * @param writes of the writer, if there is one
 */
record Turnout(Window window, Logbook logbook, List<Write> writes, Inside inside) {}
