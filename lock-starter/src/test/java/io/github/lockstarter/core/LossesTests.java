package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a caller is told where a call failed and its lease was lost. */
@Tag("without-spring")
class LossesTests {

    private final IllegalStateException failure = new IllegalStateException("as the test says");

    private final LeaseLostException loss = lossOf("a");

    private static LeaseLostException lossOf(String key) {
        return new LeaseLostException("any", Set.of(key), Reason.EXPIRED, Duration.ofMillis(1), false);
    }

    @Test
    void theFailureWhereNothingWasLost() {
        assertThat(Losses.toTell(failure, null, false)).isSameAs(failure).hasNoSuppressedExceptions();
        assertThat(Losses.toTell(failure, null, true)).isSameAs(failure).hasNoSuppressedExceptions();
    }

    @Test
    void theFailureWithTheLoss() {
        assertThat(Losses.toTell(failure, loss, false)).isSameAs(failure).hasSuppressedException(loss);
    }

    @Test
    void theLossWithTheFailureWhereThatMayComeOfIt() {
        assertThat(Losses.toTell(failure, loss, true)).isSameAs(loss).hasSuppressedException(failure);
    }

    @Test
    void oneOfThemWhereTheFailureSaysItAlready() {
        LeaseLostException same = lossOf("a");

        assertThat(Losses.toTell(same, loss, true)).isSameAs(same).hasNoSuppressedExceptions();
    }

    @Test
    void bothWhereTheFailureIsAnotherLocksLoss() {
        LeaseLostException other = lossOf("b");

        assertThat(Losses.toTell(other, loss, false)).isSameAs(other).hasSuppressedException(loss);
    }
}
