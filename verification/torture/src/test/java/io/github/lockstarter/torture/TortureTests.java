package io.github.lockstarter.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.report.Reports;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Samples of the long runs. In one class, so that they run one after the other: at once, neither would get enough done. */
class TortureTests {

    private static final long SEED = Long.getLong("torture.seed", 7);

    /**
     * Of {@link Torture}. It aims at 3,000 leases that meet a fault, and goes on for up to three times as long for them. A machine
     * that does not get there all the same is no bug of the library, as long as there is something to look at.
     */
    @Test
    void nothingIsFoundUnderFaults() {
        Outcome outcome = Round.run(Plan.of(WorkerSettings.of(3), SEED, Duration.ofSeconds(18), Duration.ofSeconds(5))
                .withAtLeast(new Plan.Least(50, 3_000, 1_000)));

        System.out.print(Reports.text(outcome));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.faulted()).isGreaterThanOrEqualTo(1_000);
        assertThat(outcome.touched()).isGreaterThanOrEqualTo(300);
        assertThat(outcome.allInjections()).isGreaterThanOrEqualTo(60);
        assertThat(outcome.crowds().get("PERMITS")).isGreaterThanOrEqualTo(3);
        assertThat(outcome.crowds().get("SHARED")).isGreaterThanOrEqualTo(2);
        assertThat(outcome.kinds()).isGreaterThanOrEqualTo(8);
    }

    /** Of {@link Topologies}. */
    @Test
    @Tag("in-ci")
    void nothingIsFoundOnFiveMasters() {
        Outcome outcome = Round.run(Plan.of(Setting.REDLOCK, SEED, Duration.ofSeconds(6), 5));

        System.out.print(Reports.text(outcome));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.allInjections()).isGreaterThanOrEqualTo(5);
        assertThat(outcome.allGrants()).isGreaterThanOrEqualTo(100);
    }
}
