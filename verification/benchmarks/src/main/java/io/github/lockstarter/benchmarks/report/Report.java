package io.github.lockstarter.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The three files of a run: results.json, results.md and chart.svg. */
public final class Report {
    private Report() {}

    /** Writes them, over those of an earlier run. */
    public static void write(Results results, Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("results.json"), JsonReport.of(results));
            Files.writeString(directory.resolve("results.md"), MarkdownReport.of(results));
            Files.writeString(directory.resolve("chart.svg"), Chart.of(results));
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be written to " + directory + ".", e);
        }
    }
}
