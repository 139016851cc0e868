package io.github.lockstarter.benchmarks.report;

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
        Map<String, Long> calls,
        List<String> failures) {}
