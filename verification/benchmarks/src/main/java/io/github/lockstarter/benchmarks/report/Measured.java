package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contest.Calls;
import java.util.List;
import java.util.Map;

/**
 * One contender's run in one round.
 *
 * @param place among the contenders of the round, from 1
 * @param calls of each command in Redis
 * @param failures what threads gave up with
 */
public record Measured(
        String scenario,
        String contender,
        int round,
        int place,
        Map<Figure, Double> figures,
        Map<String, Calls> calls,
        List<String> failures) {}
