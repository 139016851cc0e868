package io.github.lockstarter.torture.report;

import io.github.lockstarter.torture.Outcome;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.dropped.DroppedReplies;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes what a run found, as JSON and as Markdown. */
public final class Reports {

    /** Of each check. */
    private static final int SHOWN = 10;

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private Reports() {}

    /** @return the files */
    public static List<Path> write(Path directory, Outcome outcome, DroppedReplies.Result dropped, double seconds) {
        Map<String, Object> summary = Summary.of(outcome);
        summary.put("droppedReplies", dropped.toString());
        summary.put("seconds", Math.round(seconds));
        return write(directory, "torture", summary, outcome);
    }

    /**
     * @param name of the files, without what follows the dot
     * @return the files
     */
    public static List<Path> write(Path directory, String name, Outcome outcome) {
        return write(directory, name, Summary.of(outcome), outcome);
    }

    private static List<Path> write(Path directory, String name, Map<String, Object> summary, Outcome outcome) {
        summary.put("machine", machine());
        Map<String, Object> json = new LinkedHashMap<>(summary);
        json.put("firstFindings", shown(outcome.findings()));
        try {
            Files.createDirectories(directory);
            Path jsonFile = directory.resolve(name + ".json");
            Files.writeString(jsonFile, JSON.writeValueAsString(json) + "\n");
            Path markdownFile = directory.resolve(name + ".md");
            Files.writeString(markdownFile, markdown(summary, outcome));
            return List.of(jsonFile, markdownFile);
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + directory, e);
        }
    }

    /** The same, in a few lines. */
    public static String text(Outcome outcome) {
        StringBuilder text = new StringBuilder();
        Summary.of(outcome)
                .forEach((name, value) -> text.append("figure: ")
                        .append(name)
                        .append(": ")
                        .append(value)
                        .append('\n'));
        shown(outcome.findings())
                .forEach(finding -> text.append("FOUND ").append(finding).append('\n'));
        return text.toString();
    }

    private static List<String> shown(List<Finding> findings) {
        Map<String, Integer> byCheck = new HashMap<>();
        List<String> shown = findings.stream()
                .filter(finding -> byCheck.merge(finding.check(), 1, Integer::sum) <= SHOWN)
                .map(Finding::toString)
                .collect(Collectors.toCollection(ArrayList::new));
        if (shown.size() < findings.size()) {
            shown.add("and " + (findings.size() - shown.size()) + " more");
        }
        return shown;
    }

    private static String markdown(Map<String, Object> summary, Outcome outcome) {
        StringBuilder text = new StringBuilder("# Torture\n\n| | |\n|---|---|\n");
        summary.forEach((what, value) ->
                text.append("| ").append(what).append(" | ").append(cell(value)).append(" |\n"));
        if (!outcome.findings().isEmpty()) {
            text.append("\n## Found\n\n");
            shown(outcome.findings())
                    .forEach(finding -> text.append("- ").append(finding).append('\n'));
        }
        return text.toString();
    }

    private static String machine() {
        return "%d processors, Java %s, %s %s"
                .formatted(
                        Runtime.getRuntime().availableProcessors(),
                        System.getProperty("java.version"),
                        System.getProperty("os.name"),
                        System.getProperty("os.version"));
    }

    private static String cell(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.isEmpty()
                    ? "none"
                    : map.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining("<br>"));
        }
        return String.valueOf(value);
    }
}
