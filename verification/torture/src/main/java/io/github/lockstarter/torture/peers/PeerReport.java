package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.nemesis.Fault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The libraries side by side, as Markdown and as JSON. */
record PeerReport(long seed, Duration kept, Duration lost, List<PeerOutcome> outcomes) {

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private static final List<String> COLUMNS = List.of(
            "peer",
            "faults",
            "acquisitions",
            "granted after the deadline",
            "double holders while data is kept",
            "fencing tokens not growing (data kept / lost)",
            "updates lost in COUNTER",
            "orphaned locks",
            "of them without ttl",
            "other keys without ttl",
            "calls unavailable",
            "longest idle key, ms");

    private static final String EXPLANATION = """
            All columns are of the phase that keeps data, but for the second number of fencing tokens. Faults come in the same order \
            to each peer, as many as there is time for. Acquisitions: RAW, LOCAL, \
            WAITING, INTERRUPTED and COUNTER. Each peer is given the workload's ttl and wait time. The deadline is the lease's own \
            where the library tells it; else the time before the call + ttl - 1 %% - 2 ms, the most cautious a user can be: a \
            grant after it is released unbelieved, and cannot be held twice. Updates lost in COUNTER: its body now and then outlives \
            the ttl and nothing fences it, so some are expected of everyone. Orphaned locks: locks in Redis when all workers have \
            ended, %.1f s after the last fault, longer than any ttl: nobody who was killed left them. Calls unavailable: they met a \
            fault, and were not interrupted. Longest idle key: nobody held a key of RAW while somebody waited; a lock whose holder \
            was killed counts as held for its ttl, and time under a fault that stops workers does not count.
            """;

    void write(Path directory) {
        try {
            Files.createDirectories(directory);
            Files.writeString(directory.resolve("peers.md"), markdown());
            Files.writeString(directory.resolve("peers.json"), JSON.writeValueAsString(json()) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The report cannot be written to " + directory, e);
        }
    }

    String markdown() {
        StringBuilder text = new StringBuilder();
        row(text, COLUMNS);
        row(text, COLUMNS.stream().map(column -> "---").toList());
        outcomes.forEach(outcome -> row(text, cells(outcome)));
        text.append('\n')
                .append(EXPLANATION.formatted(Phase.DATA_KEPT.peace().toMillis() / 1e3))
                .append(
                        "\nSeed %d; %d s of faults that keep data (%s); %d s of faults that lose it (%s). Redis' default user."
                                .formatted(
                                        seed,
                                        kept.toSeconds(),
                                        names(Phase.DATA_KEPT),
                                        lost.toSeconds(),
                                        names(Phase.DATA_LOST)))
                .append("\n\n");
        outcomes.forEach(outcome -> text.append("- %s (%s): %s%n"
                .formatted(
                        outcome.peer().title(),
                        outcome.peer().library(),
                        outcome.peer().description())));
        notes(text);
        return text.toString();
    }

    private static void row(StringBuilder text, List<String> cells) {
        text.append(cells.stream().collect(Collectors.joining(" | ", "| ", " |\n")));
    }

    private static List<String> cells(PeerOutcome outcome) {
        Tally kept = outcome.kept();
        return List.of(
                outcome.peer().title(),
                Long.toString(kept.allInjections()),
                Long.toString(kept.acquisitions()),
                "%d (%.0f %%)".formatted(kept.tooLate(), 100.0 * kept.tooLate() / Math.max(1, kept.acquisitions())),
                Long.toString(kept.doubleHolders()),
                outcome.tokens(),
                Long.toString(kept.lostUpdates()),
                Integer.toString(kept.left().locks()),
                Integer.toString(kept.left().locksForever()),
                Integer.toString(kept.left().othersForever()),
                Long.toString(kept.unavailable()),
                String.format(Locale.ROOT, "%.0f", kept.longestIdle()));
    }

    private void notes(StringBuilder text) {
        List<String> notes = new ArrayList<>();
        for (PeerOutcome outcome : outcomes) {
            String title = outcome.peer().title();
            outcome.kept().notes().forEach(note -> notes.add(title + ", data kept: " + note));
            outcome.lost().notes().forEach(note -> notes.add(title + ", data lost: " + note));
            long failures = outcome.kept().failures() + outcome.lost().failures();
            if (failures > 0) {
                notes.add(title + ": failed " + failures + " times in a way that has no place here");
            }
        }
        if (!notes.isEmpty()) {
            text.append("\nFound, some of each kind:\n\n");
            notes.forEach(
                    note -> text.append("- ").append(note.replace("\n", " ")).append('\n'));
        }
    }

    private static String names(Phase phase) {
        return phase.faults().stream().map(Fault::name).collect(Collectors.joining(", "));
    }

    private Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("seed", seed);
        json.put("seconds", kept.toSeconds());
        json.put("secondsOfDataLoss", lost.toSeconds());
        json.put("faults", Phase.DATA_KEPT.faults());
        json.put("faultsOfDataLoss", Phase.DATA_LOST.faults());
        json.put("peers", outcomes.stream().map(PeerReport::json).toList());
        return json;
    }

    private static Map<String, Object> json(PeerOutcome outcome) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("peer", outcome.peer().title());
        json.put("library", outcome.peer().library());
        json.put("configuration", outcome.peer().description());
        json.put("hasFencingTokens", outcome.peer().isFenced());
        json.put("dataKept", outcome.kept());
        json.put("dataLost", outcome.lost());
        return json;
    }
}
