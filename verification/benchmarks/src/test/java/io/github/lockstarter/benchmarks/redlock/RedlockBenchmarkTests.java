package io.github.lockstarter.benchmarks.redlock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedlockBenchmarkTests {

    @Test
    void everyWayMakesProgressAndIsReported(@TempDir Path output) {
        RedlockResults results = new RedlockBenchmark(new RedlockSettings(1, 40, 20, 40, 1, 0, output)).run();

        assertThat(results.runs())
                .hasSize(Situation.values().length * Way.values().length)
                .allSatisfy(RedlockBenchmarkTests::madeProgress);
        assertThat(Stream.of("results.json", "results.md").map(output::resolve))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    private static void madeProgress(Run run) {
        assertThat(run.failures()).isEmpty();
        assertThat(run.measures().get(Measure.LOCKS)).isPositive();
        // One command to lock and one to unlock, on each server.
        assertThat(run.measures().get(Measure.COMMANDS)).isGreaterThanOrEqualTo(1.9);
        assertThat(run.calls()).containsKey("evalsha");
    }
}
