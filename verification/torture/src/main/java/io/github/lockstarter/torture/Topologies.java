package io.github.lockstarter.torture;

import io.github.lockstarter.torture.report.Reports;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The long run on more than one Redis: each setting for a while. Ends with 1 if anything was found. Settings, as system properties:
 * {@code torture.minutes} for each, {@code torture.seed}, {@code torture.output}; {@code torture.settings} and {@code torture.faults}: which, as
 * regular expressions; {@code torture.least}: how many injections there are to be, also if it takes up to twice the time.
 */
public final class Topologies {

    private Topologies() {}

    public static void main(String[] args) {
        double minutes = Double.parseDouble(System.getProperty("torture.minutes", "3"));
        long seed = Long.getLong("torture.seed", 1);
        String wanted = System.getProperty("torture.settings", ".*");
        String faults = System.getProperty("torture.faults", ".*");
        int least = Integer.getInteger("torture.least", 0);
        Path output = Path.of(System.getProperty("torture.output", "target/torture"));
        List<Setting> settings = Arrays.stream(Setting.values())
                .filter(setting ->
                        setting != Setting.ONE_SERVER && setting.name().matches(wanted))
                .toList();
        boolean found = false;
        for (Setting setting : settings) {
            System.out.printf("torture: %s, %.1f min%n", setting, minutes);
            Outcome outcome = Round.run(Plan.of(setting, seed, Duration.ofMillis((long) (minutes * 60_000)), least)
                    .withFaults(fault -> fault.name().matches(faults)));
            System.out.print(Reports.text(outcome));
            Reports.write(output, setting.name().toLowerCase(Locale.ROOT), outcome);
            found |= !outcome.findings().isEmpty();
        }
        System.out.println("torture: the reports are in " + output);
        System.exit(found ? 1 : 0);
    }
}
