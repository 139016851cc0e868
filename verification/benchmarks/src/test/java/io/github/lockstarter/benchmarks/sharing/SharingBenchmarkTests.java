package io.github.lockstarter.benchmarks.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.benchmarks.report.Figure;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SharingBenchmarkTests {

    @Test
    void bothLibrariesMakeProgressAndKeepApartWhomTheyHaveTo(@TempDir Path output) {
        List<Situation> situations = List.of(
                Situation.ALONE_SHARED,
                Situation.ALONE_PERMIT,
                Situation.READERS,
                Situation.READERS_APART_EMPTY,
                Situation.PERMITS,
                Situation.PERMITS_APART_EMPTY);
        SharingResults results =
                new SharingBenchmark(new SharingSettings(1, 45, 15, 10, 20, 1, situations, output)).run();

        assertThat(results.troubles()).isEmpty();
        assertThat(results.situations()).isEqualTo(situations);
        assertThat(results.runs()).allSatisfy(SharingBenchmarkTests::madeProgress);
        assertThat(Stream.of("results.json", "results.md").map(output::resolve))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
    }

    private static void madeProgress(Run run) {
        assertThat(run.measured().figures().get(Figure.SECTIONS)).isPositive();
        assertThat(run.measured().calls()).containsKey("evalsha");
        assertThat(run.writes().isEmpty()).isEqualTo(!run.situation().hasWriter());
        if (run.situation().want() == Want.PERMIT) {
            assertThat(run.most()).isBetween(1, Locks.PERMITS);
        }
        if (run.situation().threads() == 1 && run.library() == Library.STARTER) {
            // One to acquire and one to release, and nobody is woken.
            assertThat(run.measured().figures().get(Figure.SCRIPTS)).isEqualTo(2);
            assertThat(run.measured().calls()).doesNotContainKeys("publish", "subscribe");
        }
    }
}
