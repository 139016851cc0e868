package io.github.lockstarter.torture.dropped;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** A sample of the long run. */
class DroppedRepliesTests {

    @Test
    void areGivenBackAndNobodyElseIsHarmed() {
        DroppedReplies.Result result = DroppedReplies.run(Integer.getInteger("torture.dropped", 2));

        System.out.println("figure: dropped replies, " + result);
        assertThat(result.granted()).isZero();
        assertThat(result.stolen()).isZero();
        assertThat(result.orphans()).isZero();
        assertThat(result.withdrawnInTime()).isGreaterThanOrEqualTo(result.rounds() * 99 / 100);
    }
}
