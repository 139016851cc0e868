package io.github.lockstarter.sample.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class TallyTests {

    @Test
    void fairnessIsOneIfAllAreEquallyFast() {
        assertThat(withSpeeds(3.0, 3.0, 3.0).fairness()).isEqualTo(1, within(1e-9));
    }

    @Test
    void fairnessIsOnePerBidderIfOneHasEverything() {
        assertThat(withSpeeds(5.0, 0.0, 0.0, 0.0).fairness()).isEqualTo(0.25, within(1e-9));
    }

    @Test
    void fairnessOfNobodyIsNotKnown() {
        assertThat(Tally.NOTHING.fairness()).isNull();
    }

    @Test
    void sharesAddUpAndTheLongestTimeCounts() {
        Tally sum =
                new Tally(1, 2, 3, 4, 5, 6, 70, List.of(1.0)).plus(new Tally(10, 20, 30, 40, 50, 60, 7, List.of(2.0)));

        assertThat(sum).isEqualTo(new Tally(11, 22, 33, 44, 55, 66, 70, List.of(1.0, 2.0)));
    }

    private static Tally withSpeeds(Double... speeds) {
        return new Tally(0, 0, 0, 0, 0, 0, 0, List.of(speeds));
    }
}
