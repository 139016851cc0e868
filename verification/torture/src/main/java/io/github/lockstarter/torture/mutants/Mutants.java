package io.github.lockstarter.torture.mutants;

import io.github.lockstarter.torture.Outcome;
import io.github.lockstarter.torture.Plan;
import io.github.lockstarter.torture.Round;
import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.nemesis.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Plants one bug after the other in the library's own classes and scripts, and lets the same round find it. First comes the library
 * as it is, under all of these faults, with nothing to be found. Ends with 1 if a bug is not found.
 */
public final class Mutants {

    private static final Duration SHORT = Duration.ofSeconds(10);

    private static final Duration LOSING = Duration.ofSeconds(3);

    private Mutants() {}

    public static void main(String[] args) throws IOException {
        Path sources = Path.of(System.getProperty("torture.sources"));
        Path output = Path.of(System.getProperty("torture.output", "target/torture"));
        String only = System.getProperty("torture.mutants", ".*");
        long seed = Long.getLong("torture.seed", 1);
        List<String> table = new ArrayList<>(List.of("| planted | found | first |", "|---|---|---|"));
        boolean good = true;

        if ("NOTHING".matches(only)) {
            Outcome asItIs = run(Optional.empty(), Fault.keepingData(), seed);
            good = asItIs.findings().isEmpty();
            table.add(row("NOTHING", asItIs));
            System.out.println(table.get(table.size() - 1));
        }
        for (Mutant mutant : Mutant.values()) {
            if (mutant.name().matches(only)) {
                Path target = output.resolve("mutants").resolve(mutant.name());
                Path before = MutantBuild.make(sources, target, mutant.edits());
                Outcome outcome = run(Optional.of(before), mutant.faults(), seed);
                boolean found = mutant.isFoundIn(outcome.findings());
                good &= found;
                table.add(row(mutant.name() + (found ? "" : ": NOT FOUND"), outcome));
                System.out.println(table.get(table.size() - 1));
            }
        }
        Files.createDirectories(output);
        Files.write(output.resolve("mutants.md"), table);
        table.forEach(System.out::println);
        System.exit(good ? 0 : 1);
    }

    private static Outcome run(Optional<Path> before, List<Fault> faults, long seed) {
        WorkerSettings workers = WorkerSettings.of(3);
        return Round.run(Plan.with(before.map(workers::with).orElse(workers), seed, faults, SHORT, LOSING));
    }

    private static String row(String name, Outcome outcome) {
        Map<String, Integer> byCheck = new TreeMap<>();
        Map<String, String> first = new TreeMap<>();
        for (Finding finding : outcome.findings()) {
            byCheck.merge(finding.check(), 1, Integer::sum);
            first.putIfAbsent(finding.check(), finding.text());
        }
        return "| %s | %s | %s |".formatted(name, byCheck.isEmpty() ? "nothing" : byCheck, first);
    }
}
