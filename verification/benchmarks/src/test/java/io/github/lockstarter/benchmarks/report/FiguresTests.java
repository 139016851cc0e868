package io.github.lockstarter.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.benchmarks.contest.Logbook;
import io.github.lockstarter.benchmarks.contest.Outcome;
import io.github.lockstarter.benchmarks.contest.Scenario;
import io.github.lockstarter.benchmarks.contest.Section;
import io.github.lockstarter.benchmarks.contest.Window;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FiguresTests {
    private static final Scenario TWO_JVMS = new Scenario("two", 2, 1, true, 0, 1);
    private static final Window WINDOW = new Window(0, 1_000_000);
    private static final Section FIRST = new Section(0, 0, 1_000, 10_000, 20_000, 29_000);
    private static final Section OF_THE_OTHER = new Section(1, 1, 5_000, 27_000, 40_000, 44_000);
    private static final Section AGAIN = new Section(1, 1, 45_000, 90_000, 95_000, 99_000);
    private static final Section TOO_LATE = new Section(0, 0, 30_000, 100_000, 999_000, 1_000_001);

    @Test
    void handOverIsFromReleaseInOneJvmToTheNextHolderInAnother() {
        Map<Figure, Double> figures = of(FIRST, OF_THE_OTHER, AGAIN);

        assertThat(figures).containsEntry(Figure.HANDOVER_P50, 7.0).containsEntry(Figure.CHANGES, 0.5);
    }

    @Test
    void sectionsThatEndAfterTheWindowCountForCallsOnly() {
        Map<Figure, Double> figures = of(FIRST, OF_THE_OTHER, AGAIN, TOO_LATE);

        assertThat(figures)
                .containsEntry(Figure.PER_SECOND, 3_000.0)
                .containsEntry(Figure.FAIRNESS, 0.5)
                .containsEntry(Figure.SECTIONS, 4.0)
                .containsEntry(Figure.SCRIPTS, 2.0)
                .containsEntry(Figure.CALLS, 4.0)
                .containsEntry(Figure.COMMANDS, 2.5)
                .containsEntry(Figure.REDIS_TIME, 11.0);
    }

    @Test
    void timesAreThoseOfTheCalls() {
        Map<Figure, Double> figures = of(FIRST);

        assertThat(figures)
                .containsEntry(Figure.WAIT_P50, 9.0)
                .containsEntry(Figure.COST_P50, 18.0)
                .containsEntry(Figure.LATE, 1.0)
                .containsEntry(Figure.FAIRNESS, 0.0)
                .doesNotContainKey(Figure.HANDOVER_P50);
    }

    @Test
    void overlapIsSeen() {
        Section intruder = new Section(1, 1, 5_000, 19_999, 40_000, 44_000);

        assertThat(of(FIRST, OF_THE_OTHER)).containsEntry(Figure.OVERLAPS, 0.0);
        assertThat(of(FIRST, intruder)).containsEntry(Figure.OVERLAPS, 1.0);
    }

    @Test
    void percentileIsTheNearestRank() {
        assertThat(Figures.percentile(new long[] {1, 2, 3, 4}, 50)).isEqualTo(2);
        assertThat(Figures.percentile(new long[] {1, 2, 3, 4}, 99)).isEqualTo(4);
        assertThat(Figures.percentile(new long[] {7}, 50)).isEqualTo(7);
    }

    /** Eight scripts, and eight calls of SET of which a quarter came from clients. */
    private static Map<Figure, Double> of(Section... sections) {
        Logbook logbook = new Logbook(List.of(sections), List.of());
        Map<String, Calls> calls = Map.of("evalsha", new Calls(8, 40), "set", new Calls(8, 16));
        return Figures.of(TWO_JVMS, new Outcome(WINDOW, logbook, calls, 0), Map.of("evalsha", 1.0, "set", 0.25));
    }
}
