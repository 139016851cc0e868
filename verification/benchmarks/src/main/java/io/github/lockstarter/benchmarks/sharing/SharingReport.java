package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.report.Figure;
import io.github.lockstarter.benchmarks.report.ReportFiles;
import io.github.lockstarter.benchmarks.report.Spread;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The two files of a run: results.json for programs, results.md for readers. */
final class SharingReport {

    private final SharingResults results;

    private final StringBuilder text = new StringBuilder();

    private SharingReport(SharingResults results) {
        this.results = results;
    }

    /** Writes them, over those of an earlier run. */
    static void write(SharingResults results, Path directory) {
        ReportFiles.write(directory, Map.of("results.json", ReportFiles.json(results), "results.md", of(results)));
    }

    /** The one for readers. */
    static String of(SharingResults results) {
        return new SharingReport(results).markdown();
    }

    private String markdown() {
        line("# Locks that several hold at once, measured");
        line("");
        results.about().forEach((what, value) -> line("- " + what + ": " + value));
        line("");
        text.append("""
                Each figure is the median over the rounds, with its quartiles in brackets; "x" are medians of the ratios to Redisson within a round. p50
                and p99 are within a run, of all threads; the wait is that of acquire. Sections, and what is told per section, are of those who
                share; scripts, commands and calls are the writer's, too. Calls are commandstats', with those inside scripts; commands are what
                clients sent, by the share that MONITOR saw in the warm-up; in Redis is the time that it spent in them. Fairness: fewest / most
                sections of a thread. 2x8 are two instances in one JVM, each with a client of its own, which know nothing of each other.

                The writer's waits are those of all rounds. From the end of a run on no reader begins anew: a wait as long as that is starvation,
                and of the writes that were due fewer were in time.
                """);
        line("");
        line("| library | what it is |");
        line("|---|---|");
        for (Library library : Library.values()) {
            line("| " + library.id() + " | " + library.description() + " |");
        }
        results.situations().forEach(this::write);
        writeCalls();
        line("");
        line("## Troubles");
        line("");
        if (results.troubles().isEmpty()) {
            line("None: no thread gave up, nobody was inside with one whom the lock should have kept away.");
        }
        results.troubles().forEach(trouble -> line("- " + trouble));
        return text.toString();
    }

    private void write(Situation situation) {
        line("");
        line("## " + situation.id() + ": " + situation.description());
        line("");
        String more = situation.hasWriter() ? " writer's wait p50 ms | longest ms | writes in time / due |" : "";
        line(
                "| library | sections/s | x | commands | x | scripts | calls | in Redis us | wait p50 us | wait p99 us | fairness"
                        + " | most at once |" + more);
        line("|---|---|---|---|---|---|---|---|---|---|---|---|" + (more.isEmpty() ? "" : "---|---|---|"));
        for (Library library : Library.values()) {
            List<String> cells = new ArrayList<>(List.of(
                    library.id(),
                    cell(situation, library, Figure.PER_SECOND, true),
                    ratio(situation, library, Figure.PER_SECOND),
                    cell(situation, library, Figure.COMMANDS, false),
                    ratio(situation, library, Figure.COMMANDS),
                    cell(situation, library, Figure.SCRIPTS, false),
                    cell(situation, library, Figure.CALLS, false),
                    cell(situation, library, Figure.REDIS_TIME, false),
                    cell(situation, library, Figure.WAIT_P50, false),
                    cell(situation, library, Figure.WAIT_P99, false),
                    cell(situation, library, Figure.FAIRNESS, false),
                    Integer.toString(results.most(situation, library))));
            if (situation.hasWriter()) {
                cells.addAll(writer(situation, library));
            }
            line("| " + String.join(" | ", cells) + " |");
        }
    }

    private List<String> writer(Situation situation, Library library) {
        List<Write> writes = results.writes(situation, library);
        int rounds = results.spread(situation, library, Figure.SECTIONS)
                .map(Spread::rounds)
                .orElse(0);
        return List.of(
                results.writerWaits(situation, library)
                        .map(spread -> spread.text(true))
                        .orElse("-"),
                results.writerWaits(situation, library)
                        .map(spread -> String.format(Locale.ROOT, "%.1f", spread.most()))
                        .orElse("-"),
                writes.stream().filter(Write::inTime).count() + " / " + rounds * SharingSettings.WRITES);
    }

    private void writeCalls() {
        line("");
        line("## Calls per section, those inside scripts too");
        line("");
        line("| situation | library | calls |");
        line("|---|---|---|");
        for (Situation situation : results.situations()) {
            for (Library library : Library.values()) {
                String calls = ReportFiles.calls(results.callsPerSection(situation, library));
                line("| " + situation.id() + " | " + library.id() + " | " + calls + " |");
            }
        }
    }

    private String cell(Situation situation, Library library, Figure figure, boolean quartiles) {
        return results.spread(situation, library, figure)
                .map(spread -> spread.text(quartiles))
                .orElse("-");
    }

    private String ratio(Situation situation, Library library, Figure figure) {
        return results.ratio(situation, library, figure)
                .map(spread -> spread.text(true))
                .orElse("-");
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}
