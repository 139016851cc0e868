package io.github.lockstarter.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.torture.report.Reports;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A sample of the long run on more than one Redis: see {@link Topologies}. */
@Tag("in-ci")
class TopologiesTests {

    private static final long SEED = Long.getLong("torture.seed", 7);

    @Test
    void nothingIsFoundOnFiveMasters() {
        Outcome outcome = Round.run(Plan.of(Setting.REDLOCK, SEED, Duration.ofSeconds(6), 5));

        System.out.print(Reports.text(outcome));
        assertThat(outcome.findings()).isEmpty();
        assertThat(outcome.allInjections()).isGreaterThanOrEqualTo(5);
        assertThat(outcome.allGrants()).isGreaterThanOrEqualTo(100);
    }
}
