package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.report.Measured;
import java.util.List;

/**
 * One library's run in one round.
 *
 * @param measured of those who share; the calls are those of all
 * @param writes of the writer, if there is one
 * @param most how many shared at once
 * @param breaches how often somebody was inside with one whom the lock should have kept away
 */
public record Run(
        Situation situation, Library library, Measured measured, List<Write> writes, int most, int breaches) {}
