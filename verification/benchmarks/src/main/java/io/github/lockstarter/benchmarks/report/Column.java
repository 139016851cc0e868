package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One column of a table.
 *
 * @param base the contender whose figure this one is divided by
 * @param quartiles whether they are told too
 */
record Column(String title, Figure figure, @Nullable Kind base, boolean quartiles) {

    static List<Column> of(Scenario scenario) {
        List<Column> columns = new ArrayList<>();
        columns.add(new Column("sections/s", Figure.PER_SECOND, null, true));
        columns.add(new Column("x floor", Figure.PER_SECOND, Kind.FLOOR, false));
        columns.add(new Column("x RLock", Figure.PER_SECOND, Kind.RLOCK, true));
        if (scenario.contended()) {
            columns.addAll(contended());
        } else {
            columns.addAll(uncontended());
        }
        columns.add(new Column("scripts", Figure.SCRIPTS, null, false));
        columns.add(new Column("commands", Figure.COMMANDS, null, false));
        columns.add(new Column("calls", Figure.CALLS, null, false));
        columns.add(new Column("in Redis us", Figure.REDIS_TIME, null, false));
        if (scenario.contended()) {
            columns.add(new Column("fairness", Figure.FAIRNESS, null, true));
            columns.add(new Column("fairness x RFairLock", Figure.FAIRNESS, Kind.RFAIRLOCK, false));
        }
        if (scenario.jvms() > 1) {
            columns.add(new Column("JVM changes", Figure.CHANGES, null, false));
            columns.add(new Column("hand-over p50 us", Figure.HANDOVER_P50, null, true));
            columns.add(new Column("x RLock", Figure.HANDOVER_P50, Kind.RLOCK, true));
        }
        return columns;
    }

    private static List<Column> uncontended() {
        return List.of(
                new Column("p50 us", Figure.COST_P50, null, true),
                new Column("x floor", Figure.COST_P50, Kind.FLOOR, true),
                new Column("x RLock", Figure.COST_P50, Kind.RLOCK, false),
                new Column("p99 us", Figure.COST_P99, null, true),
                new Column("x floor", Figure.COST_P99, Kind.FLOOR, false),
                new Column("x RLock", Figure.COST_P99, Kind.RLOCK, false));
    }

    private static List<Column> contended() {
        return List.of(
                new Column("wait p50 us", Figure.WAIT_P50, null, false),
                new Column("wait p99 us", Figure.WAIT_P99, null, true),
                new Column("x RLock", Figure.WAIT_P99, Kind.RLOCK, false),
                new Column("x RFairLock", Figure.WAIT_P99, Kind.RFAIRLOCK, false));
    }

    String cell(Results results, Scenario scenario, Kind kind) {
        return (base == null ? results.spread(scenario, kind, figure) : results.ratio(scenario, kind, base, figure))
                .map(spread -> spread.text(quartiles))
                .orElse("-");
    }
}
