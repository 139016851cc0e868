package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is withdrawn of a token that is of no more use: what an attempt may have taken, or may take yet, and nothing else. */
@Tag("without-spring")
class TicketTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    private final LineSteps steps = new LineSteps();

    private final ScriptedStore store = steps.store;

    private final OwnerToken token = new OwnerToken("random@here:1:1");

    private final Ticket ticket = ticket(token);

    @AfterEach
    void end() {
        steps.close();
    }

    private Ticket ticket(OwnerToken of) {
        return new Ticket(steps.runtime.store(), steps.withdrawals, Set.of("a"), of);
    }

    private long trouble() {
        return steps.runtime.withdrawals().sum();
    }

    @Nested
    class OfOneThatIsGivenUp {

        @Test
        void nothingIfItNeverAsked() {
            ticket.drop();

            assertThat(store.withdrawn()).isEmpty();
            assertThat(trouble()).isZero();
        }

        @Test
        void nothingIfItWasBusyAndStoodInNoLine() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().busy();

            ticket.drop();

            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void itsPlaceInLine() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            store.lastAsked().busy();

            ticket.drop();

            assertThat(store.withdrawn()).containsExactly(token);
            assertThat(trouble()).isZero();
        }

        @Test
        void theLockThatItWasGranted() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();

            ticket.drop();

            assertThat(store.withdrawn()).containsExactly(token);
            assertThat(trouble()).isZero();
        }

        @Test
        void whatAnAttemptMayYetTake() {
            ticket.send(TTL, Standing.APART, 0);

            ticket.drop();

            assertThat(store.withdrawn()).containsExactly(token);
            assertThat(trouble()).isEqualTo(1);
        }

        @Test
        void nothingIfTheAttemptWasNotMade() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().fail(Kind.NOT_EXECUTED);

            ticket.drop();

            assertThat(store.withdrawn()).isEmpty();
            assertThat(trouble()).isZero();
        }

        @Test
        void whatAnAttemptMayHaveTakenOfWhichNobodyKnows() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().fail(Kind.UNKNOWN);

            ticket.drop();

            assertThat(store.withdrawn()).containsExactly(token);
            assertThat(trouble()).isEqualTo(1);
        }

        @Test
        void whatALateGrantTookOnceMore() {
            ticket.send(TTL, Standing.APART, 0);
            ticket.drop();

            store.lastAsked().grant();

            assertThat(store.withdrawn()).containsExactly(token, token);
            assertThat(trouble()).isEqualTo(1);
        }

        @Test
        void nothingMoreAfterALateBusyWithoutALine() {
            ticket.send(TTL, Standing.APART, 0);
            ticket.drop();

            store.lastAsked().busy();

            assertThat(store.withdrawn()).containsExactly(token);
        }

        @Test
        void thePlaceThatALateBusyGaveItOnceMore() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            ticket.drop();

            store.lastAsked().busy();

            assertThat(store.withdrawn()).containsExactly(token, token);
        }

        @Test
        void onceMoreAfterALateFailureOfWhichNobodyKnowsWhatWasDone() {
            ticket.send(TTL, Standing.APART, 0);
            ticket.drop();

            store.lastAsked().fail(Kind.UNKNOWN);

            assertThat(store.withdrawn()).containsExactly(token, token);
        }

        @Test
        void nothingMoreAfterALateAnswerThatItWasNotMade() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            ticket.drop();

            store.lastAsked().fail(Kind.NOT_EXECUTED);

            assertThat(store.withdrawn()).containsExactly(token);
        }

        @Test
        void nothingIsSentAfterwards() {
            ticket.drop();

            CompletionStage<Answer> answer = ticket.send(TTL, Standing.APART, 0);

            assertThat(store.asks()).isZero();
            assertThat(answer.toCompletableFuture()).isCompletedExceptionally();
            ticket.drop();
            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void whatAnAnswerTellsThatComesAfterItsFailure() {
            CompletableFuture<Answer> late = new CompletableFuture<>();
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().alone().completeExceptionally(new StoreFailure(Kind.UNKNOWN, "late", null, late));
            ticket.drop();

            late.complete(new Grant(1, TTL));

            assertThat(store.withdrawn()).containsExactly(token, token);
        }

        @Test
        void nothingIfTheLateAnswerCameFirstAndWasBusy() {
            CompletableFuture<Answer> late = new CompletableFuture<>();
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().alone().completeExceptionally(new StoreFailure(Kind.UNKNOWN, "late", null, late));
            late.complete(new Busy("elsewhere", null));

            ticket.drop();

            assertThat(store.withdrawn()).isEmpty();
            assertThat(trouble()).isZero();
        }
    }

    @Nested
    class OfOneWhoseLeaseHasEnded {

        @Test
        void nothingIfItsReleaseWasAnswered() {
            lease();
            ticket.release(true, Duration.ZERO);

            ticket.ended(true, TTL);

            assertThat(store.withdrawn()).isEmpty();
            assertThat(trouble()).isZero();
        }

        @Test
        void theLockIfItsReleaseWasNot() {
            lease();
            ticket.release(true, Duration.ZERO);

            ticket.ended(false, TTL);

            assertThat(store.withdrawn()).containsExactly(token);
            assertThat(trouble()).isEqualTo(1);
        }

        @Test
        void nothingIfTheLockIsToStayTaken() {
            lease();
            ticket.release(true, Duration.ofSeconds(1));

            ticket.ended(false, TTL);

            assertThat(store.withdrawn()).isEmpty();
            assertThat(store.released().get(0).held().keptFor()).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void whatAnotherAttemptMayTakeAfterTheRelease() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            ticket.send(TTL, Standing.IN_LINE, 0);
            store.lastAsked().grant();
            ticket.release(true, Duration.ZERO);

            ticket.ended(true, TTL);

            assertThat(store.withdrawn()).containsExactly(token);
            assertThat(trouble()).isEqualTo(1);
        }

        @Test
        void nothingIfThatAttemptWasNotMade() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            ticket.send(TTL, Standing.IN_LINE, 0);
            store.lastAsked().grant();
            ticket.release(true, Duration.ZERO);
            store.asked(0).fail(Kind.NOT_EXECUTED);

            ticket.ended(true, TTL);

            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void itIfThatAttemptIsAnsweredWhileTheReleaseIsUnderWay() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            ticket.send(TTL, Standing.IN_LINE, 0);
            store.lastAsked().grant();
            ticket.release(true, Duration.ZERO);
            store.asked(0).grant();

            ticket.ended(true, TTL);

            assertThat(store.withdrawn()).containsExactly(token);
        }

        @Test
        void thePlaceInLineIfItWasAskedForAgainAfterItWentAhead() {
            ticket.send(TTL, Standing.AHEAD, 0);
            ticket.send(TTL, Standing.IN_LINE, 0);
            store.asked(0).grant();
            store.asked(1).grant();
            ticket.release(true, Duration.ZERO);

            ticket.ended(true, TTL);

            assertThat(store.withdrawn()).containsExactly(token);
        }

        @Test
        void nothingIfItWentAheadAfterItHadStoodInLine() {
            ticket.send(TTL, Standing.IN_LINE, 0);
            store.lastAsked().busy();
            ticket.send(TTL, Standing.AHEAD, 0);
            store.lastAsked().grant();
            ticket.release(true, Duration.ZERO);

            ticket.ended(true, TTL);

            assertThat(store.withdrawn()).isEmpty();
        }

        private void lease() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();
        }
    }

    @Nested
    class OfOneThatTakesThePlaceOfAnother {

        private final OwnerToken other = new OwnerToken("random@here:1:2");

        private final Ticket next = ticket(other);

        @Test
        void nothingOnceAnswered() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();

            CompletionStage<Release> release = next.sendInPlaceOf(ticket, TTL, Standing.IN_LINE, 0);
            assertThat(store.lastAsked().inPlaceOf().token()).isEqualTo(token);
            assertThat(store.lastAsked().token()).isEqualTo(other);
            store.lastAsked().grant();
            ticket.ended(true, TTL);
            next.release(true, Duration.ZERO);
            next.ended(true, TTL);

            assertThat(release).isCompletedWithValueMatching(Release::ours);
            assertThat(store.withdrawn()).isEmpty();
        }

        @Test
        void whatItMayTakeIfItIsGivenUpMeanwhile() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();
            next.sendInPlaceOf(ticket, TTL, Standing.IN_LINE, 0);

            next.drop();

            assertThat(store.withdrawn()).containsExactly(other);
            store.lastAsked().grant();
            assertThat(store.withdrawn()).containsExactly(other, other);
        }

        @Test
        void nothingOfItIfItWasGivenUpBefore() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();
            next.drop();

            CompletionStage<Release> release = next.sendInPlaceOf(ticket, TTL, Standing.IN_LINE, 0);

            assertThat(store.asks()).isEqualTo(1);
            assertThat(store.released()).hasSize(1);
            assertThat(release.toCompletableFuture()).isNotDone();
            next.drop();
            assertThat(trouble()).isZero();
        }

        @Test
        void theLeaseBeforeIfTheStepWasNotAnsweredInTime() {
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();
            next.sendInPlaceOf(ticket, TTL, Standing.IN_LINE, 0);

            ticket.ended(false, TTL);

            assertThat(store.withdrawn()).containsExactly(token);
        }

        @Test
        void whatALateAnswerOfTheStepTellsThatItTook() {
            CompletableFuture<Release> late = new CompletableFuture<>();
            ticket.send(TTL, Standing.APART, 0);
            store.lastAsked().grant();
            next.sendInPlaceOf(ticket, TTL, Standing.IN_LINE, 0);
            store.lastAsked().both().completeExceptionally(new StoreFailure(Kind.UNKNOWN, "late", null, late));
            next.drop();

            late.complete(new Release(true, new Grant(1, TTL)));

            assertThat(store.withdrawn()).containsExactly(other, other);
        }
    }

    @Test
    void itKnowsWhetherItMayStandInLine() {
        ticket.send(TTL, Standing.APART, 0);
        assertThat(ticket.hasJoined()).isFalse();
        ticket.send(TTL, Standing.IN_LINE, 0);
        assertThat(ticket.hasJoined()).isTrue();
        ticket.send(TTL, Standing.APART, 0);
        assertThat(ticket.hasJoined()).isTrue();
    }

    @Test
    void whatItSendsSaysHowLongItsCallHasWaited() {
        ticket.send(TTL, Standing.IN_LINE, 1_500);

        assertThat(store.lastAsked().acquire().waited()).isEqualTo(Duration.ofNanos(1_500));
    }
}
