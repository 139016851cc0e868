package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.core.PlannedTasks.Planned;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import io.github.lockstarter.testing.OddStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** How often a withdrawal is sent, and when it is given up. */
@Tag("without-spring")
@ExtendWith(OutputCaptureExtension.class)
class WithdrawalTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final List<CompletableFuture<Void>> sent = new ArrayList<>();

    private final PlannedTasks tasks = new PlannedTasks();

    private final LockRuntime runtime = new LockRuntime(
            new OddStore() {
                @Override
                public CompletionStage<Void> withdraw(Acquire acquire) {
                    CompletableFuture<Void> answer = new CompletableFuture<>();
                    sent.add(answer);
                    return answer;
                }
            },
            LineLimits.DEFAULTS,
            List.of(),
            List.of(),
            tasks);

    private final Withdrawals withdrawals = new Withdrawals(runtime, TIMEOUT);

    @AfterEach
    void end() {
        runtime.close();
    }

    private void withdraw(boolean overtaking) {
        Acquire acquire = Acquire.once(List.of("a"), new OwnerToken("random@here:1:1"), Duration.ofSeconds(10));
        withdrawals.withdraw(acquire, Duration.ofSeconds(10), overtaking, Set.of("a"));
    }

    private boolean isInFlight() {
        return !runtime.inFlight().awaitNone(0);
    }

    private Duration last() {
        List<Planned> planned = tasks.planned();
        return Duration.ofNanos(planned.get(planned.size() - 1).delay());
    }

    @Test
    void oneThatIsAnsweredIsOver() {
        withdraw(false);
        assertThat(isInFlight()).isTrue();
        assertThat(last()).isEqualTo(TIMEOUT);

        sent.get(0).complete(null);
        assertThat(isInFlight()).isFalse();
        tasks.runNext();

        assertThat(sent).hasSize(1);
        assertThat(tasks.planned()).isEmpty();
    }

    @Test
    void oneThatMayHaveOvertakenTheAcquireIsSentALastTime() {
        withdraw(true);
        sent.get(0).complete(null);
        assertThat(isInFlight()).isFalse();
        assertThat(last()).isEqualTo(Duration.ofMillis(250));

        tasks.runNext();
        tasks.runNext();

        assertThat(sent).hasSize(2);
        sent.get(1).complete(null);
        assertThat(isInFlight()).isFalse();
        tasks.runNext();
        assertThat(tasks.planned()).isEmpty();
    }

    @Test
    void oneThatFailsIsSentAgainAfterPausesThatGrow() {
        withdraw(false);

        for (long pause : new long[] {250, 500, 1_000, 2_000, 2_000}) {
            sent.get(sent.size() - 1).completeExceptionally(new StoreFailure(Kind.NOT_EXECUTED, "reset", null));
            assertThat(last()).isEqualTo(Duration.ofMillis(pause));
            // The time limit of what has failed, and the pause.
            tasks.runNext();
            tasks.runNext();
        }

        assertThat(sent).hasSize(6);
        assertThat(isInFlight()).isTrue();
    }

    @Test
    void oneThatIsNotAnsweredInTimeIsSentAgain() {
        withdraw(false);

        tasks.runNext();
        assertThat(last()).isEqualTo(Duration.ofMillis(250));
        tasks.runNext();

        assertThat(sent).hasSize(2);
        // What comes for the first one now is ignored.
        sent.get(0).complete(null);
        assertThat(isInFlight()).isTrue();
        sent.get(1).complete(null);
        assertThat(isInFlight()).isFalse();
    }

    @Test
    void oneThatPausesIsSentWhenTheStoreAnswersForItsKey() {
        withdraw(false);
        sent.get(0).completeExceptionally(new StoreFailure(Kind.NOT_EXECUTED, "reset", null));

        withdrawals.storeAnswers("b");
        assertThat(sent).hasSize(1);
        withdrawals.storeAnswers("a");
        assertThat(sent).hasSize(2);
        withdrawals.storeAnswers("a");

        assertThat(sent).hasSize(2);
        // The time limit of what has failed, and the pause, are nobody's any more.
        tasks.runNext();
        tasks.runNext();
        assertThat(sent).hasSize(2);
    }

    @Test
    void oneThatIsRefusedIsGivenUp(CapturedOutput output) {
        withdraw(false);

        sent.get(0).completeExceptionally(new StoreFailure(Kind.REJECTED, "NOPERM", null));

        assertThat(isInFlight()).isFalse();
        assertThat(output).contains("Gave up withdrawing an acquire of [a]: its ttl ends it");
        tasks.runNext();
        assertThat(sent).hasSize(1);
    }

    @Test
    void oneThatFailsAfterTheEndIsGivenUpWithoutAWord(CapturedOutput output) {
        withdraw(false);
        tasks.shutdownNow();

        sent.get(0).completeExceptionally(new StoreFailure(Kind.NOT_EXECUTED, "reset", null));

        assertThat(isInFlight()).isFalse();
        assertThat(output).doesNotContain("Gave up");
    }

    @Test
    void aFailureOfTheLastSendingTroublesNobody(CapturedOutput output) {
        withdraw(true);
        sent.get(0).complete(null);
        tasks.runNext();
        tasks.runNext();

        sent.get(1).completeExceptionally(new StoreFailure(Kind.REJECTED, "NOPERM", null));

        assertThat(isInFlight()).isFalse();
        assertThat(output).doesNotContain("Gave up");
    }
}
