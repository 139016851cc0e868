package io.github.lockstarter.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Scenario;
import io.github.lockstarter.benchmarks.report.Figure;
import io.github.lockstarter.benchmarks.report.Measured;
import io.github.lockstarter.benchmarks.report.Results;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("in-ci")
class BenchmarksTests {
    private static final Scenario ALONE = new Scenario("alone", 1, 1, true, 0, 1);
    private static final Scenario TOGETHER = new Scenario("together", 2, 2, true, 0, 1);

    @Test
    void everyContenderMakesProgressAndIsReported(@TempDir Path output) {
        List<Kind> kinds = List.of(Kind.values());
        Settings settings = new Settings(1, 40, 40, 100, 1, List.of(ALONE, TOGETHER), kinds, false, false, output);

        Results results =
                new Benchmarks(settings, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m")).run();

        assertThat(results.runs())
                .hasSize(settings.kindsOf(ALONE).size()
                        + settings.kindsOf(TOGETHER).size())
                .allSatisfy(BenchmarksTests::madeProgress);
        assertThat(Stream.of("results.json", "results.md", "chart.svg").map(output::resolve))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    private static void madeProgress(Measured run) {
        assertThat(run.failures()).isEmpty();
        assertThat(run.figures().get(Figure.SECTIONS)).isPositive();
        assertThat(run.figures().get(Figure.OVERLAPS)).isZero();
        // Every contender sends two commands for a section at least, or one where locks are passed on in the JVM.
        assertThat(run.figures().get(Figure.COMMANDS)).isGreaterThanOrEqualTo(0.9);
        assertThat(run.figures().get(Figure.SCRIPTS)).isPositive();
        assertThat(run.calls()).containsKey("evalsha");
    }
}
