package io.github.lockstarter.benchmarks.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/** What all reports of a run are written by. */
public final class ReportFiles {

    private ReportFiles() {}

    /** Writes these files, by their names, over those of an earlier run. */
    public static void write(Path directory, Map<String, String> files) {
        try {
            Files.createDirectories(directory);
            for (Map.Entry<String, String> file : files.entrySet()) {
                Files.writeString(directory.resolve(file.getKey()), file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The results cannot be written to " + directory + ".", e);
        }
    }

    /** {@return what programs read} */
    public static String json(Object results) {
        return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(results);
    }

    /** {@return calls by their names, but for those that hardly come up} */
    public static String calls(Map<String, Double> perSection) {
        return perSection.entrySet().stream()
                .filter(call -> call.getValue() >= 0.005)
                .map(call -> "%s %.2f".formatted(call.getKey(), call.getValue()))
                .collect(Collectors.joining(", "));
    }
}
