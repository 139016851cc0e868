package io.github.lockstarter.line;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.line.Contenders.Count;
import io.github.lockstarter.testing.Figures;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What waiting costs Redis, counted by Redis. */
@Tag("without-spring")
class LineFootprintTests {

    @Test
    void withinOneJvmASectionIsOneScript() throws Exception {
        Count count = run(1, 16, 4_000, Duration.ZERO);

        // One more for the first acquire, and for each time that nobody happened to stand in line.
        assertThat(count.perSection()).isLessThan(1.005);
    }

    @ParameterizedTest
    @CsvSource({"2, 8, 0", "2, 8, 1", "4, 4, 0", "4, 4, 1"})
    void betweenJvmsASectionIsOneScriptAndTwoMoreForAChangeOfJvm(int instances, int threads, int millis)
            throws Exception {
        Count count = run(instances, threads, millis == 0 ? 1_500 : 300, Duration.ofMillis(millis));

        assertThat(count.commands()).isLessThanOrEqualTo(count.sections() + 2 * count.changes() + 10);
    }

    @Test
    void doesNotGrowWithTheNumberOfJvms() throws Exception {
        Count two = run(2, 1, 300, Duration.ofMillis(1));
        Count eight = run(8, 1, 300, Duration.ofMillis(1));

        assertThat(eight.perSection()).isLessThanOrEqualTo(two.perSection() * 1.1);
    }

    private static Count run(int instances, int threads, int sections, Duration length) throws Exception {
        try (Contenders contenders = new Contenders(instances, threads)) {
            Count count = contenders.run(sections, length);
            Figures.print(
                    "%d x %d, sections of %d ms: %.3f commands a section, %.3f changes of instance, %d sections",
                    instances,
                    threads,
                    length.toMillis(),
                    count.perSection(),
                    (double) count.changes() / count.sections(),
                    count.sections());
            assertThat(count.overlaps()).isZero();
            return count;
        }
    }
}
