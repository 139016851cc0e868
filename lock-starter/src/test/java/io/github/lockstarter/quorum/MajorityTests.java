package io.github.lockstarter.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.Busy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MajorityTests {

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 2", "4, 3", "5, 3", "6, 4", "7, 4"})
    void isMoreThanHalf(int nodes, int needed) {
        assertThat(new Majority(nodes).needed()).isEqualTo(needed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void grantsWithAMajorityAndOnlyThenWhateverTheOthersSay(int nodes) {
        Majority majority = new Majority(nodes);
        forAllVotes(
                nodes,
                (granted, busy, failed) -> assertThat(majority.verdict(granted, busy, failed) == Verdict.GRANTED)
                        .as("%d granted, %d busy, %d failed of %d", granted, busy, failed, nodes)
                        .isEqualTo(2 * granted > nodes));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void isDecidedWhenAllHaveVoted(int nodes) {
        Majority majority = new Majority(nodes);
        forAllVotes(nodes, (granted, busy, failed) -> {
            if (granted + busy + failed == nodes) {
                assertThat(majority.verdict(granted, busy, failed)).isNotEqualTo(Verdict.OPEN);
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void isUnavailableIfTheOthersCouldNotGrantItAndBusyOtherwise(int nodes) {
        Majority majority = new Majority(nodes);
        forAllVotes(nodes, (granted, busy, failed) -> {
            Verdict verdict = majority.verdict(granted, busy, failed);
            if (verdict == Verdict.UNAVAILABLE) {
                assertThat(2 * (nodes - failed)).isLessThanOrEqualTo(nodes);
            } else if (verdict == Verdict.BUSY) {
                assertThat(2 * (nodes - failed)).isGreaterThan(nodes);
                assertThat(busy).isPositive();
            }
        });
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void waitsForVotesThatMayStillDecide(int nodes) {
        Majority majority = new Majority(nodes);
        forAllVotes(nodes, (granted, busy, failed) -> {
            if (granted + busy + failed < nodes && majority.verdict(granted, busy, failed) == Verdict.BUSY) {
                assertThat(2 * (nodes - busy)).as("what is left").isLessThanOrEqualTo(nodes);
            }
        });
    }

    @Test
    void aTieIsNobodys() {
        assertThat(new Majority(2).verdict(1, 1, 0)).isEqualTo(Verdict.BUSY);
        assertThat(new Majority(4).verdict(2, 2, 0)).isEqualTo(Verdict.BUSY);
        assertThat(new Majority(6).verdict(3, 3, 0)).isEqualTo(Verdict.BUSY);
        assertThat(new Majority(5).verdict(2, 2, 1)).isEqualTo(Verdict.BUSY);
        assertThat(new Majority(4).verdict(2, 0, 2)).isEqualTo(Verdict.UNAVAILABLE);
    }

    @Test
    void mayBeHadWhenEnoughOfTheBusyOnesAreFree() {
        List<Busy> busy = List.of(busy(300), busy(100), busy(200));

        assertThat(new Majority(5).freeIn(busy, 2)).isEqualTo(Duration.ofMillis(100));
        assertThat(new Majority(5).freeIn(busy, 1)).isEqualTo(Duration.ofMillis(200));
        assertThat(new Majority(5).freeIn(busy, 0)).isEqualTo(Duration.ofMillis(300));
        assertThat(new Majority(5).freeIn(busy, 3)).as("at once").isNull();
        assertThat(new Majority(5).freeIn(List.of(busy(100)), 1))
                .as("not by these")
                .isNull();
    }

    private static Busy busy(int millis) {
        return new Busy(null, Duration.ofMillis(millis));
    }

    private interface Votes {
        void are(int granted, int busy, int failed);
    }

    private static void forAllVotes(int nodes, Votes votes) {
        for (int granted = 0; granted <= nodes; granted++) {
            for (int busy = 0; granted + busy <= nodes; busy++) {
                for (int failed = 0; granted + busy + failed <= nodes; failed++) {
                    votes.are(granted, busy, failed);
                }
            }
        }
    }
}
