package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.report.ReportFiles;
import io.github.lockstarter.benchmarks.report.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The two files of a run: results.json for programs, results.md for readers. */
final class RedlockReport {

    private static final List<Way> BASES = List.of(Way.RED_LOCK, Way.MULTI_LOCK, Way.SINGLE);

    private final RedlockResults results;

    private final StringBuilder text = new StringBuilder();

    private RedlockReport(RedlockResults results) {
        this.results = results;
    }

    /** Writes them, over those of an earlier run. */
    static void write(RedlockResults results, Path directory) {
        ReportFiles.write(
                directory, Map.of("results.json", new RedlockReport(results).json(), "results.md", of(results)));
    }

    /** The one for readers. */
    static String of(RedlockResults results) {
        return new RedlockReport(results).markdown();
    }

    private String json() {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("about", results.about());
        Map<String, String> measures = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            measures.put(measure.name(), measure.description());
        }
        root.put("measures", measures);
        root.put("summary", summary());
        if (results.wakeUps() != null) {
            root.put("wakeUps", results.wakeUps().forPrograms());
        }
        root.put("runs", results.runs());
        return ReportFiles.json(root);
    }

    private List<Map<String, Object>> summary() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Situation situation : Situation.values()) {
            for (Way way : Way.values()) {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("situation", situation.id());
                row.put("way", way.id());
                row.put("measures", spreads(situation, way));
                BASES.forEach(base -> row.put("to " + base.id(), ratios(situation, way, base)));
                row.put("callsPerLockOnEachServer", results.callsPerLock(situation, way));
                rows.add(row);
            }
        }
        return rows;
    }

    private Map<Measure, Spread> spreads(Situation situation, Way way) {
        Map<Measure, Spread> spreads = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            results.spread(situation, way, measure).ifPresent(spread -> spreads.put(measure, spread));
        }
        return spreads;
    }

    private Map<Measure, Spread> ratios(Situation situation, Way way, Way base) {
        Map<Measure, Spread> ratios = new LinkedHashMap<>();
        for (Measure measure : Measure.values()) {
            results.ratio(situation, way, base, measure).ifPresent(ratio -> ratios.put(measure, ratio));
        }
        return ratios;
    }

    private String markdown() {
        line("# Locks on five Redis servers, measured");
        line("");
        results.about().forEach((what, value) -> line("- " + what + ": " + value));
        line("");
        line(
                "Each figure is the median over the rounds, with its quartiles in brackets; ratios are medians of the ratios within a");
        line(
                "round. p50 and p99 are of acquire + release, within a run, of all threads. Commands are what clients sent per lock to");
        line(
                "each server, calls what commandstats counts there, inside scripts too; in Redis is the time that all servers spent in");
        line("them; CPU and allocation are those of the JVM. All per lock.");
        line("");
        line("| way | what it is |");
        line("|---|---|");
        for (Way way : Way.values()) {
            line("| " + way.id() + " | " + way.description() + " |");
        }
        for (Situation situation : Situation.values()) {
            write(situation);
        }
        writeCalls();
        if (results.wakeUps() != null) {
            results.wakeUps().forReaders().forEach(this::line);
        }
        line("");
        line("## Troubles");
        line("");
        if (results.troubles().isEmpty()) {
            line("None: no thread gave up.");
        }
        results.troubles().forEach(trouble -> line("- " + trouble));
        return text.toString();
    }

    private void write(Situation situation) {
        line("");
        line("## " + situation.id() + ": " + situation.description());
        line("");
        line(
                "| way | p50 us | p99 us | acquire p50 us | release p50 us | locks/s | commands | calls | in Redis us | CPU us | bytes |");
        line("|---|---|---|---|---|---|---|---|---|---|---|");
        for (Way way : Way.values()) {
            line("| " + way.id() + " | "
                    + String.join(
                            " | ",
                            cell(situation, way, Measure.COST_P50, true),
                            cell(situation, way, Measure.COST_P99, true),
                            cell(situation, way, Measure.ACQUIRE_P50, false),
                            cell(situation, way, Measure.RELEASE_P50, false),
                            cell(situation, way, Measure.PER_SECOND, true),
                            cell(situation, way, Measure.COMMANDS, false),
                            cell(situation, way, Measure.CALLS, false),
                            cell(situation, way, Measure.REDIS_TIME, false),
                            cell(situation, way, Measure.CPU, false),
                            cell(situation, way, Measure.ALLOCATED, false))
                    + " |");
        }
        line("");
        line("| " + Way.STARTER.id() + " to | p50 | p99 | locks/s | CPU |");
        line("|---|---|---|---|---|");
        for (Way base : BASES) {
            line("| " + base.id() + " | "
                    + String.join(
                            " | ",
                            ratio(situation, base, Measure.COST_P50),
                            ratio(situation, base, Measure.COST_P99),
                            ratio(situation, base, Measure.PER_SECOND),
                            ratio(situation, base, Measure.CPU))
                    + " |");
        }
    }

    private void writeCalls() {
        line("");
        line("## Calls per lock on each server, those inside scripts too");
        line("");
        line("| situation | way | calls |");
        line("|---|---|---|");
        for (Situation situation : Situation.values()) {
            for (Way way : Way.values()) {
                String calls = ReportFiles.calls(results.callsPerLock(situation, way));
                line("| " + situation.id() + " | " + way.id() + " | " + calls + " |");
            }
        }
    }

    private String cell(Situation situation, Way way, Measure measure, boolean quartiles) {
        return results.spread(situation, way, measure)
                .map(spread -> spread.text(quartiles))
                .orElse("-");
    }

    private String ratio(Situation situation, Way base, Measure measure) {
        return results.ratio(situation, Way.STARTER, base, measure)
                .map(spread -> spread.text(true))
                .orElse("-");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
