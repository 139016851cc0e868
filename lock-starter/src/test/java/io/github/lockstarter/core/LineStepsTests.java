package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LineSteps.Call;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a line asks the store, and what its calls are told, step by step. */
@Tag("without-spring")
class LineStepsTests {

    private static final LockRequest REQUEST = LineSteps.REQUEST;

    private static final Duration BRIEF = Duration.ofMillis(20);

    private LineSteps steps = new LineSteps();

    private ScriptedStore store = steps.store;

    @AfterEach
    void end() {
        steps.close();
    }

    private void with(LineLimits limits, Duration commandTimeout) {
        steps.close();
        steps = new LineSteps(limits, commandTimeout);
        store = steps.store;
    }

    private Call holder() {
        Call holder = steps.join(REQUEST);
        store.lastAsked().grant();
        return holder;
    }

    /** Waits for another JVM, and hears when it is its turn. */
    private Call waitingInLine() {
        store.hints(true);
        Call call = steps.join(REQUEST);
        store.lastAsked().busy();
        store.lastAsked().busy();
        return call;
    }

    @Nested
    class WhoComes {

        @Test
        void asksAtOnceIfItIsTheFirst() {
            Call first = steps.join(REQUEST);

            Acquire asked = store.lastAsked().acquire();
            assertThat(asked.keys()).containsExactly("a");
            assertThat(asked.ttl()).isEqualTo(Duration.ofMinutes(1));
            assertThat(asked.standing()).isEqualTo(Standing.APART);
            assertThat(asked.waited()).isLessThan(Duration.ofMinutes(1));
            assertThat(first.isDone()).isFalse();
            assertThat(steps.lines.size()).isEqualTo(1);
        }

        @Test
        void waitsForTheFirstIfThereIsOne() {
            steps.join(REQUEST);
            steps.join(REQUEST);

            assertThat(store.asks()).isEqualTo(1);
            assertThat(steps.lines.waiting("a")).isEqualTo(2);
            assertThat(steps.lines.waiting("b")).isZero();
        }

        @Test
        void hasALineOfItsOwnForAnotherKey() {
            Call a = steps.join(REQUEST);
            Call b = steps.join(LockRequest.of("b"));

            assertThat(store.asks()).isEqualTo(2);
            assertThat(a.line()).isNotSameAs(b.line());
            assertThat(steps.lines.anyIn(new LineId("b", 1))).isTrue();
            assertThat(steps.lines.anyIn(new LineId("c", 1))).isFalse();
        }

        @Test
        void isSentAwayWhereAsManyWaitAsMay() {
            steps.join(REQUEST);
            steps.join(REQUEST);
            steps.join(REQUEST);

            Call fourth = steps.join(REQUEST);

            assertThat(fourth.told()).isEqualTo(new NotAcquired.TooManyWaiting(3));
            assertThat(steps.lines.waiting("a")).isEqualTo(3);
        }

        @Test
        void isSentAwayOnceNothingIsGrantedAnyMore() {
            steps.runtime.gate().close();

            Call call = steps.join(REQUEST);

            assertThat(call.told()).isSameAs(NotAcquired.SHUTTING_DOWN);
            assertThat(steps.lines.size()).isZero();
            assertThat(store.asks()).isZero();
        }

        @Test
        void isToldWhatItHeardItselfIfNothingElseIsHeard() {
            NotAcquired heard = new NotAcquired.Taken(new Busy("heard", null));
            Waiter waiter = new Waiter(steps.terms(REQUEST));
            waiter.heard(heard);
            Call call = steps.join(waiter);

            call.leave();

            assertThat(call.told()).isSameAs(heard);
            assertThat(waiter.attempts()).isEqualTo(2);
        }

        @Test
        void doesNotTellOthersWhatItHeard() {
            Call first = steps.join(REQUEST);
            Waiter waiter = new Waiter(steps.terms(REQUEST));
            waiter.heard(new NotAcquired.Taken(new Busy("heard", null)));
            steps.join(waiter);

            first.leave();

            assertThat(first.told()).isSameAs(NotAcquired.NOT_ANSWERED);
        }
    }

    @Nested
    class AGrant {

        @Test
        void isTheFirstOnes() {
            Call first = steps.join(REQUEST);
            Call second = steps.join(REQUEST);

            store.lastAsked().grant();

            assertThat(first.granted().attempts()).isEqualTo(1);
            assertThat(first.granted().granted().fencingToken()).isEqualTo(1);
            assertThat(first.granted().hold().held().token())
                    .isEqualTo(store.lastAsked().token());
            assertThat(second.isDone()).isFalse();
            assertThat(store.asks()).isEqualTo(1);
            assertThat(steps.lines.waiting("a")).isEqualTo(1);
        }

        @Test
        void isNotTakenOfLessThanTheOneNeedsWhoIsFirstByThen() {
            Call brief = steps.join(REQUEST.ttl(Duration.ofSeconds(10)));
            Call next = steps.join(REQUEST);
            brief.leave();

            store.asked(0).grant();

            assertThat(next.isDone()).isFalse();
            assertThat(store.asks()).isEqualTo(2);
            assertThat(store.asked(1).acquire().ttl()).isEqualTo(Duration.ofMinutes(1));
            assertThat(store.asked(1).token()).isEqualTo(store.asked(0).token());
            store.asked(1).grant();
            assertThat(next.granted().hold().held().token())
                    .isEqualTo(store.asked(1).token());
        }

        @Test
        void ofLessIsNotTakenWhileThereIsAPause() {
            with(new LineLimits(3, Duration.ZERO), BRIEF);
            Call brief = steps.join(REQUEST.ttl(Duration.ofSeconds(10)));
            Call next = steps.join(REQUEST);
            brief.leave();
            late(next);

            store.asked(0).grant();

            assertThat(next.isDone()).isFalse();
            assertThat(store.asks()).isEqualTo(2);
        }

        @Test
        void isTakenOfTheSameTtlThoughAskedForOneWhoLeft() {
            Call first = steps.join(REQUEST);
            Call next = steps.join(REQUEST);
            first.leave();

            store.asked(0).grant();

            assertThat(next.granted()).isNotNull();
            assertThat(store.asks()).isEqualTo(1);
        }

        @Test
        void thatIsLateButInTimeIsTaken() {
            with(new LineLimits(3, Duration.ZERO), BRIEF);
            Call call = steps.join(REQUEST);
            late(call);

            store.asked(0).grant();

            assertThat(call.granted()).isNotNull();
        }

        @Test
        void thatIsOverAlreadyIsNone() {
            with(new LineLimits(3, Duration.ZERO), Duration.ofMinutes(1));
            Call call = steps.join(REQUEST.retries(1).retryDelay(Duration.ofMillis(1)));

            store.asked(0).grant(Duration.ofNanos(1));
            assertThat(call.isDone()).isFalse();
            steps.lookUntilAsked(call, 2);
            store.asked(1).grant(Duration.ofNanos(1));

            assertThat(call.told()).isSameAs(NotAcquired.TOO_LATE);
            // It may be in the store all the same.
            assertThat(store.withdrawn()).contains(store.asked(0).token());
        }

        @Test
        void thatIsOverAlreadyIsNoAnswerToWhatWasAskedSince() {
            with(new LineLimits(3, Duration.ZERO), BRIEF);
            Call call = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            late(call);
            steps.lookUntilAsked(call, 2);
            long due = call.line().nextLook();

            store.asked(0).grant(Duration.ofNanos(1));

            assertThat(call.line().nextLook()).isEqualTo(due);
        }

        @Test
        void tellsThoseWhoseTimeIsOverThatTheLockIsHeldHere() {
            Call first = steps.join(REQUEST);
            Call overdue = steps.join(REQUEST);
            overdue.timeIsOver();

            store.lastAsked().grant();

            assertThat(first.granted()).isNotNull();
            NotAcquired.Taken taken = (NotAcquired.Taken) overdue.told();
            assertThat(taken.busy().owner()).isEqualTo(steps.runtime.tokens().instance());
            assertThat(taken.busy().since()).isNotNull();
        }
    }

    @Nested
    class ARelease {

        @Test
        void handsTheLockToTheNextWithATokenOfItsOwn() {
            Call first = holder();
            Call second = steps.join(REQUEST);

            CompletionStage<Release> release = first.release();

            assertThat(store.released()).isEmpty();
            assertThat(store.lastAsked().inPlaceOf().token())
                    .isEqualTo(store.asked(0).token());
            assertThat(store.lastAsked().token()).isNotEqualTo(store.asked(0).token());
            assertThat(second.isDone()).isFalse();
            store.lastAsked().grant();
            assertThat(second.granted().hold().held().token())
                    .isEqualTo(store.lastAsked().token());
            assertThat(release).isCompletedWithValueMatching(Release::ours);
            assertThat(steps.runtime.handOvers().sum()).isEqualTo(1);
        }

        @Test
        void goesBeforeOtherJvmsWithinThePassBudget() {
            Call first = holder();
            steps.join(REQUEST);

            first.release();

            assertThat(store.lastAsked().acquire().standing()).isEqualTo(Standing.AHEAD);
            assertThat(steps.lines.size()).isEqualTo(2);
        }

        @Test
        void doesNotProlongThePassBudget() {
            with(new LineLimits(3, Duration.ofMillis(40)), Duration.ofMinutes(1));
            Call first = holder();
            Call second = steps.join(REQUEST);
            first.release();
            assertThat(store.lastAsked().acquire().standing()).isEqualTo(Standing.AHEAD);
            Await.pass(Duration.ofMillis(45));
            store.lastAsked().grant();
            steps.join(REQUEST);

            second.release();

            assertThat(store.lastAsked().acquire().standing()).isEqualTo(Standing.APART);
        }

        @Test
        void goesBeforeNobodyWithoutAPassBudget() {
            with(new LineLimits(3, Duration.ZERO), Duration.ofMinutes(1));
            Call first = holder();
            steps.join(REQUEST);

            first.release();

            assertThat(store.lastAsked().acquire().standing()).isEqualTo(Standing.APART);
        }

        @Test
        void goesAloneWhereNobodyWaits() {
            Call first = holder();

            first.release();

            assertThat(store.released()).hasSize(1);
            assertThat(steps.lines.size()).isZero();
        }

        @Test
        void goesAloneWhereTheLeaseIsNotValid() {
            Call first = holder();
            steps.join(REQUEST);

            first.granted().hold().release(false, Duration.ZERO);

            assertThat(store.released()).hasSize(1);
            assertThat(store.lastAsked().inPlaceOf()).isNull();
            assertThat(store.asks()).isEqualTo(2);
            assertThat(store.lastAsked().token()).isNotEqualTo(store.asked(0).token());
        }

        @Test
        void goesAloneWhereTheLockIsKept() {
            Call first = holder();
            steps.join(REQUEST);

            first.granted().hold().release(true, Duration.ofSeconds(1));

            assertThat(store.released()).hasSize(1);
            assertThat(store.released().get(0).held().keptFor()).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void ofALeaseThatWasLostGoesAlone() {
            Call first = holder();
            Call second = steps.join(REQUEST);
            first.granted().hold().lost();
            store.lastAsked().grant();
            steps.join(REQUEST);

            first.release();

            assertThat(store.released()).hasSize(1);
            second.release();
            assertThat(store.lastAsked().inPlaceOf().token())
                    .isEqualTo(store.asked(1).token());
        }

        @Test
        void thatHandsNothingOverLetsTheNextGoOn() {
            Call first = holder();
            Call second = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            first.release();

            store.lastAsked().answer(null);

            assertThat(steps.runtime.handOvers().sum()).isZero();
            steps.lookUntilAsked(second, 3);
            store.lastAsked().grant();
            assertThat(second.granted()).isNotNull();
        }

        @Test
        void thatIsRefusedWithTheHandOverGoesAlone() {
            Call first = holder();
            steps.join(REQUEST);
            CompletionStage<Release> release = first.release();

            store.lastAsked().fail(StoreFailure.Kind.NOT_EXECUTED);

            assertThat(store.released()).hasSize(1);
            assertThat(release.toCompletableFuture()).isNotDone();
            store.released().get(0).answer().complete(Release.RELEASED);
            assertThat(release).isCompletedWithValue(Release.RELEASED);
        }

        @Test
        void thatMayHaveBeenDoneWithTheHandOverDoesNotGoAgain() {
            Call first = holder();
            steps.join(REQUEST);
            CompletionStage<Release> release = first.release();

            store.lastAsked().fail(StoreFailure.Kind.UNKNOWN);

            assertThat(store.released()).isEmpty();
            assertThat(release.toCompletableFuture()).isCompletedExceptionally();
        }

        @Test
        void isForgottenByALineThatIsOver() {
            Call first = holder();
            Hold hold = first.granted().hold();
            first.release();

            hold.lost();
            hold.release(true, Duration.ZERO);

            assertThat(store.released()).hasSize(2);
            assertThat(store.asks()).isEqualTo(1);
        }
    }

    @Nested
    class ALossOfTheLease {

        @Test
        void letsTheNextAskAtOnceWithATokenOfItsOwn() {
            Call first = holder();
            steps.join(REQUEST);

            first.granted().hold().lost();

            assertThat(store.asks()).isEqualTo(2);
            assertThat(store.lastAsked().inPlaceOf()).isNull();
            assertThat(store.lastAsked().token()).isNotEqualTo(store.asked(0).token());
        }

        @Test
        void endsTheLineWhereNobodyWaits() {
            holder().granted().hold().lost();

            assertThat(steps.lines.size()).isZero();
        }

        @Test
        void isTheSameWhereItIsGivenUp() {
            Call first = holder();
            steps.join(REQUEST);

            first.granted().hold().drop();

            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
            assertThat(store.asks()).isEqualTo(2);
        }
    }

    @Nested
    class ABusyStore {

        @Test
        void isAskedForHintsAndAgainInLineOnceTheyComeIn() {
            store.hints(true);
            steps.join(REQUEST);
            store.lastAsked().busy();

            assertThat(store.subscriptions()).isEqualTo(1);
            assertThat(store.asks()).isEqualTo(2);
            assertThat(store.lastAsked().token()).isEqualTo(store.asked(0).token());
            assertThat(store.lastAsked().acquire().standing()).isEqualTo(Standing.IN_LINE);
            assertThat(steps.lines.size()).isEqualTo(2);
        }

        @Test
        void isAskedAgainWhenAHintComesIn() {
            waitingInLine();
            assertThat(store.asks()).isEqualTo(2);

            store.listener().woken(store.lastAsked().token());

            assertThat(store.asks()).isEqualTo(3);
            store.lastAsked().busy();
            assertThat(store.asks()).isEqualTo(3);
        }

        @Test
        void isNotAskedAgainForTheHintOfAnother() {
            waitingInLine();

            store.listener().woken(new OwnerToken("other@here:1:1"));

            assertThat(store.asks()).isEqualTo(2);
        }

        @Test
        void isNotAskedForTheHintOfATokenThatIsNotTheTicketAnyMore() {
            Call call = waitingInLine();

            call.line().wake(new OwnerToken("other@here:1:1"));

            assertThat(store.asks()).isEqualTo(2);
            call.line().wake(store.lastAsked().token());
            assertThat(store.asks()).isEqualTo(3);
        }

        @Test
        void isAskedAgainAfterTheAnswerWhenAHintComesInMeanwhile() {
            waitingInLine();
            store.listener().woken(store.lastAsked().token());

            store.listener().woken(store.lastAsked().token());
            assertThat(store.asks()).isEqualTo(3);
            store.lastAsked().busy();

            assertThat(store.asks()).isEqualTo(4);
            store.lastAsked().busy();
            assertThat(store.asks()).isEqualTo(4);
        }

        @Test
        void isAskedAgainByAllWhenHintsBeginToComeIn() {
            waitingInLine();

            store.listener().listening();

            assertThat(store.asks()).isEqualTo(3);
        }

        @Test
        void isAskedWithATokenThatExpectsNoHintsWhereNoneComeIn() {
            Call call = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            store.lastAsked().busy();
            assertThat(store.subscriptions()).isEqualTo(1);
            steps.lookUntilAsked(call, 2);

            assertThat(store.asked(0).token().isDeaf()).isFalse();
            assertThat(store.asked(1).token().isDeaf()).isTrue();
            assertThat(store.asked(1).acquire().standing()).isEqualTo(Standing.IN_LINE);
        }

        @Test
        void isAskedAtOnceWithSuchATokenWhenHintsDoNotComeInAnyMore() {
            waitingInLine();
            store.hints(false);

            store.listener().woken(store.lastAsked().token());
            assertThat(store.asks()).isEqualTo(3);
            store.lastAsked().busy();

            assertThat(store.asks()).isEqualTo(4);
            assertThat(store.asked(2).token().isDeaf()).isFalse();
            assertThat(store.asked(3).token().isDeaf()).isTrue();
            // It stood in line.
            assertThat(store.withdrawn()).containsExactly(store.asked(2).token());
            store.lastAsked().busy();
            assertThat(store.asks()).isEqualTo(4);
            assertThat(steps.lines.size()).isEqualTo(2);
        }

        @Test
        void givesBackATokenThatWaitsInVainAndMayHaveBeenGranted() {
            with(new LineLimits(3, Duration.ZERO), BRIEF);
            Call silent = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            OwnerToken first = store.lastAsked().token();
            steps.join(LockRequest.of("b").waitTime(Duration.ofHours(1)));
            store.lastAsked().busy();
            int before = store.asks();

            Await.until(() -> {
                silent.line().nextLook();
                return store.asks() > before;
            });

            assertThat(store.withdrawn()).containsExactly(first);
            assertThat(store.lastAsked().token().isDeaf()).isTrue();
        }

        @Test
        void tellsWhoeverLeaves() {
            Call call = waitingInLine();

            assertThat(call.timeIsOver()).isEqualTo(LineState.BEING_TOLD);

            assertThat(((NotAcquired.Taken) call.told()).busy().owner()).isEqualTo("elsewhere");
            assertThat(call.waiter().attempts()).isEqualTo(2);
            assertThat(store.withdrawn()).containsExactly(store.lastAsked().token());
            assertThat(steps.lines.size()).isZero();
        }

        @Test
        void isAskedForTheNextWhenTheFirstHasHadItsRetries() {
            store.hints(true);
            Call first = steps.join(REQUEST.retries(1).retryDelay(Duration.ofMillis(1)));
            Call second = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            store.lastAsked().busy();
            store.lastAsked().busy();
            steps.lookUntilAsked(first, 3);

            store.lastAsked().busy();

            assertThat(first.told()).isInstanceOf(NotAcquired.Taken.class);
            assertThat(second.isDone()).isFalse();
            assertThat(store.withdrawn()).isEmpty();
            steps.lookUntilAsked(second, 4);
            assertThat(store.lastAsked().token()).isEqualTo(store.asked(0).token());
        }

        @Test
        void isNotAskedBeforeThePauseIsOver() {
            Call call = waitingInLine();

            Long due = call.line().nextLook();

            assertThat(store.asks()).isEqualTo(2);
            assertThat(due - System.nanoTime()).isBetween(1L, TimeUnit.SECONDS.toNanos(1));
        }
    }

    @Nested
    class ASilentStore {

        @Test
        void isNotWaitedForForeverByOneWhoseTimeIsOver() {
            Call call = steps.join(REQUEST);

            long left = call.timeIsOver();

            assertThat(left).isBetween(TimeUnit.SECONDS.toNanos(1), TimeUnit.SECONDS.toNanos(15));
            assertThat(call.isDone()).isFalse();
            assertThat(call.timeIsOver()).isEqualTo(LineState.BEING_TOLD);
            assertThat(call.told()).isSameAs(NotAcquired.NOT_ANSWERED);
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
            assertThat(steps.lines.size()).isZero();
        }

        @Test
        void isWaitedForNoLongerThanTheOneWhoseTimeIsOverWaitsForAnAnswer() {
            steps.join(REQUEST);
            Call brief = steps.join(REQUEST.ttl(Duration.ofMillis(400)));

            assertThat(brief.timeIsOver()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        }

        @Test
        void isNotWaitedForOnceItIsLate() {
            with(new LineLimits(3, Duration.ZERO), BRIEF);
            Call call = steps.join(REQUEST);
            Await.pass(BRIEF);

            assertThat(call.timeIsOver()).isEqualTo(LineState.BEING_TOLD);

            assertThat(call.told()).isSameAs(NotAcquired.NOT_ANSWERED);
        }

        @Test
        void thatAnswersTellsThoseWhoseTimeIsOver() {
            steps.join(REQUEST);
            Call overdue = steps.join(REQUEST);
            overdue.timeIsOver();

            store.lastAsked().busy();

            assertThat(((NotAcquired.Taken) overdue.told()).busy().owner()).isEqualTo("elsewhere");
            assertThat(steps.lines.waiting("a")).isEqualTo(1);
        }

        @Test
        void isAskedAgainAfterAPause() {
            with(new LineLimits(3, Duration.ZERO), BRIEF);
            Call call = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            Long late = call.line().nextLook();
            assertThat(late - System.nanoTime()).isBetween(-BRIEF.toNanos(), BRIEF.toNanos());
            assertThat(store.asks()).isEqualTo(1);

            steps.lookUntilAsked(call, 2);

            assertThat(System.nanoTime() - late).isPositive();
            assertThat(store.lastAsked().token()).isEqualTo(store.asked(0).token());
        }

        @Test
        void thatRefusesForGoodSendsAllAway() {
            Call first = steps.join(REQUEST);
            Call second = steps.join(REQUEST);

            store.lastAsked().fail(StoreFailure.Kind.REJECTED);

            assertThat(first.told().isFinal()).isTrue();
            assertThat(second.told().isFinal()).isTrue();
            assertThat(steps.lines.size()).isZero();
        }
    }

    @Nested
    class WhoLeaves {

        @Test
        void leavesThePauseToTheNextWhoLooksSooner() {
            Call first = waitingInLine();
            Call second = steps.join(REQUEST.retryDelay(Duration.ofMillis(10)));

            first.leave();

            assertThat(second.line().nextLook() - System.nanoTime())
                    .isLessThanOrEqualTo(TimeUnit.MILLISECONDS.toNanos(10));
            assertThat(store.asks()).isEqualTo(2);
        }

        @Test
        void leavesThePauseToTheNextWhoWouldLookLater() {
            store.hints(true);
            Call first = steps.join(REQUEST.retryDelay(Duration.ofMillis(100)));
            Call second = steps.join(REQUEST);
            store.lastAsked().busy();
            store.lastAsked().busy();
            Long due = first.line().nextLook();

            first.leave();

            assertThat(second.line().nextLook()).isEqualTo(due);
        }

        @Test
        void fromTheMiddleChangesNothing() {
            Call first = waitingInLine();
            Call second = steps.join(REQUEST.retryDelay(Duration.ofMillis(1)));
            Long due = first.line().nextLook();

            second.leave();

            assertThat(second.told()).isInstanceOf(NotAcquired.Taken.class);
            assertThat(first.line().nextLook()).isEqualTo(due);
        }

        @Test
        void asTheLastEndsTheLine() {
            Call call = waitingInLine();

            call.leave();

            assertThat(steps.lines.size()).isZero();
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
            assertThat(call.line().nextLook()).isNull();
        }

        @Test
        void twiceOrFromNoLineChangesNothing() {
            Call call = waitingInLine();
            call.leave();

            call.leave();

            assertThat(call.timeIsOver()).isEqualTo(LineState.BEING_TOLD);
            assertThat(store.withdrawn()).hasSize(1);
        }

        @Test
        void letsTheNextOneBeginALineOfItsOwnWhereItWasTheLast() {
            Call last = steps.join(REQUEST);
            last.leave();

            Call next = steps.join(REQUEST);

            assertThat(next.line()).isNotSameAs(last.line());
            assertThat(last.line().join(next.waiter())).isFalse();
            assertThat(store.asks()).isEqualTo(2);
        }

        @Test
        void whileTheLockIsHeldHereLeavesTheLineToItsHolder() {
            holder();
            Call waiting = steps.join(REQUEST);

            waiting.leave();

            assertThat(((NotAcquired.Taken) waiting.told()).busy().owner())
                    .isEqualTo(steps.runtime.tokens().instance());
            assertThat(waiting.waiter().attempts()).isZero();
            assertThat(steps.lines.size()).isEqualTo(1);
        }
    }

    @Nested
    class TheEnd {

        @Test
        void sendsAllAway() {
            Call first = waitingInLine();
            Call second = steps.join(REQUEST);

            steps.lines.sendAllAway();

            assertThat(first.told()).isSameAs(NotAcquired.SHUTTING_DOWN);
            assertThat(second.told()).isSameAs(NotAcquired.SHUTTING_DOWN);
            assertThat(steps.lines.size()).isZero();
            assertThat(store.withdrawn()).containsExactly(store.asked(0).token());
        }

        @Test
        void leavesALeaseToItsHolder() {
            Call holder = holder();

            steps.lines.sendAllAway();
            assertThat(steps.lines.size()).isEqualTo(1);
            holder.release();

            assertThat(steps.lines.size()).isZero();
        }
    }

    @Test
    void aLockReleasedByForceIsTold() {
        waitingInLine();
        OwnerToken token = new OwnerToken("some@here:1:1");

        store.listener().forceReleased(token);

        assertThat(steps.forced).containsExactly(token);
    }

    @Test
    void whatIsHeldLastsAsLongAsTheLongestThatWasAskedFor() {
        Call brief = steps.join(REQUEST.ttl(Duration.ofSeconds(10)));
        Call next = steps.join(REQUEST);
        brief.leave();
        store.asked(0).grant();
        store.asked(1).grant();

        Held held = next.granted().hold().held();

        assertThat(held.keys()).containsExactly("a");
        assertThat(held.ttl()).isEqualTo(Duration.ofMinutes(1));
    }

    /** Lets the time for the answer pass. */
    private static void late(Call call) {
        Await.pass(BRIEF);
        call.line().nextLook();
    }
}
