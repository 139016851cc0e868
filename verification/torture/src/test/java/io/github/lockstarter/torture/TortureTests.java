package io.github.lockstarter.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.report.Reports;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A sample of the long run: see {@link Torture}. */
class TortureTests {

    private static final long SEED = Long.getLong("torture.seed", 7);

    @Test
    void nothingIsFoundUnderFaults() {
        Outcome outcome = Round.run(Plan.of(WorkerSettings.of(3), SEED, Duration.ofSeconds(22), Duration.ofSeconds(5))
                .withAtLeast(new Plan.Least(50, 3_000, 1_000)));

        System.out.print(Reports.text(outcome));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.faulted()).isGreaterThanOrEqualTo(3_000);
        assertThat(outcome.touched()).isGreaterThanOrEqualTo(1_000);
        assertThat(outcome.allInjections()).isGreaterThanOrEqualTo(60);
        assertThat(outcome.crowds().get("PERMITS")).isGreaterThanOrEqualTo(3);
        assertThat(outcome.crowds().get("SHARED")).isGreaterThanOrEqualTo(2);
        assertThat(outcome.kinds()).isGreaterThanOrEqualTo(8);
    }
}
