package io.github.lockstarter.benchmarks.report;

import java.nio.file.Path;
import java.util.Map;

/** The three files of a run: results.json, results.md and chart.svg. */
public final class Report {
    private Report() {}

    /** Writes them, over those of an earlier run. */
    public static void write(Results results, Path directory) {
        ReportFiles.write(
                directory,
                Map.of(
                        "results.json", JsonReport.of(results),
                        "results.md", MarkdownReport.of(results),
                        "chart.svg", Chart.of(results)));
    }
}
