package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.contest.Calls;
import java.util.List;
import java.util.Map;

/**
 * One way's run in one round.
 *
 * @param place among the ways of the round, from 1
 * @param calls of each command, on all servers
 * @param failures what threads gave up with
 */
public record Run(
        Situation situation,
        Way way,
        int round,
        int place,
        Map<Measure, Double> measures,
        Map<String, Calls> calls,
        List<String> failures) {}
