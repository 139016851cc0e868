package io.github.lockstarter.benchmarks.report;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import java.util.List;
import java.util.Locale;

/** All results for readers: a table a scenario. */
final class MarkdownReport {
    private final Results results;
    private final StringBuilder text = new StringBuilder();

    private MarkdownReport(Results results) {
        this.results = results;
    }

    static String of(Results results) {
        MarkdownReport report = new MarkdownReport(results);
        report.writeHead();
        report.writePrices();
        for (Scenario scenario : results.scenarios()) {
            report.writeScenario(scenario);
        }
        report.writeFootprints();
        report.writeTroubles();
        return report.text.toString();
    }

    private void writeHead() {
        line("# Locks on Redis, measured");
        line("");
        results.about().forEach((what, value) -> line("- " + what + ": " + value));
        line("");
        line(
                "Each figure is the median over the rounds, with its quartiles in brackets. `x floor`, `x RLock` and `x RFairLock` are");
        line(
                "medians of the ratios within a round. p50 and p99 are within a run, of all threads; the wait is that of acquire.");
        line(
                "Fairness: fewest / most sections of a thread. Scripts, commands and calls are per section; calls are commandstats',");
        line(
                "with those inside scripts; commands are what clients sent, by the share that MONITOR saw in the warm-up;");
        line("in Redis is the time that it spent in them.");
        line(
                "Hand-over: from the call of release to the next holder inside, in another JVM. A wait ends with the run at the latest,");
        line("for then nobody begins anew: a p99 as long as a run is starvation, and the fairness shows it.");
        line("");
        line("| contender | what it is |");
        line("|---|---|");
        for (Kind kind : Kind.values()) {
            line("| " + kind.id() + " | " + kind.description() + " |");
        }
    }

    private void writePrices() {
        if (results.prices().isEmpty()) {
            return;
        }
        line("");
        line("## The annotation, without Redis (JMH, ns per call)");
        line("");
        line("| locks | annotated method | LockOperations.execute | difference |");
        line("|---|---|---|---|");
        for (Results.Price price : results.prices()) {
            line("| %s | %.0f ± %.0f | %.0f ± %.0f | %.0f |"
                    .formatted(
                            price.store(),
                            price.annotated(),
                            price.annotatedError(),
                            price.template(),
                            price.templateError(),
                            price.difference()));
        }
    }

    private void writeScenario(Scenario scenario) {
        line("");
        line("## " + scenario.name() + ": " + scenario.description());
        line("");
        List<Column> columns = Column.of(scenario);
        line("| contender | "
                + String.join(" | ", columns.stream().map(Column::title).toList()) + " |");
        line("|---|" + "---|".repeat(columns.size()));
        for (Kind kind : results.kinds(scenario)) {
            StringBuilder row = new StringBuilder("| ").append(kind.id());
            columns.forEach(column -> row.append(" | ").append(column.cell(results, scenario, kind)));
            line(row + " |");
        }
    }

    private void writeFootprints() {
        if (results.footprints().isEmpty()) {
            return;
        }
        line("");
        line("## Connections and threads");
        line("");
        line(
                "Each in a JVM of its own, 16 threads at one key: connections to Redis in the middle of the run, and live threads at the peak,");
        line("over those before any contender was opened; the 16 are not counted.");
        line("");
        line("| contender | connections | threads |");
        line("|---|---|---|");
        for (Results.Footprint print : results.footprints()) {
            line("| %s | %d | %d |".formatted(print.contender(), print.connections(), print.threads()));
        }
    }

    private void writeTroubles() {
        line("");
        line("## Troubles");
        line("");
        List<String> troubles = results.troubles();
        if (troubles.isEmpty()) {
            line("None: no thread gave up, no sections overlapped.");
        }
        troubles.forEach(trouble -> line("- " + trouble));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }

    static String number(double value) {
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}
