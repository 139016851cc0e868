package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LeaseState.Ended;
import io.github.lockstarter.core.LeaseState.Holding;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** A lease from its grant to its end, step by step: on a store that answers when a test says so. */
@Tag("without-spring")
@ExtendWith(OutputCaptureExtension.class)
class LeaseStepsTests {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Duration BRIEF = Duration.ofMillis(200);

    private static final LockRequest REQUEST =
            LockRequest.of("a").name("Bids-place").ttl(MINUTE);

    private final LineSteps steps = new LineSteps();

    private final ScriptedStore store = steps.store;

    private final Leases leases = steps.leases;

    @AfterEach
    void end() {
        steps.close();
    }

    private HeldLease lease(LockRequest request) {
        return lease(request, request.ttl().orElseThrow());
    }

    private HeldLease lease(LockRequest request, Duration granted) {
        return steps.lease(request, granted);
    }

    private void over(HeldLease lease) {
        Await.until(() -> !lease.isValid());
    }

    @Nested
    class WhileItIsHeld {

        @Test
        void itSaysWhatItIs() {
            HeldLease lease = lease(REQUEST);

            assertThat(lease.name()).isEqualTo("Bids-place");
            assertThat(lease.keys()).containsExactly("a");
            assertThat(lease.fencingToken()).isEqualTo(7);
            assertThat(lease.isValid()).isTrue();
            assertThat(lease.remaining()).isBetween(MINUTE.minusSeconds(10), MINUTE);
            assertThat(lease.isRenewed()).isFalse();
            assertThat(lease.isKept()).isFalse();
            assertThat(lease.hasEnded()).isFalse();
            assertThat(lease.nextLook()).isEqualTo(lease.granted().deadline());
            assertThat(lease).hasToString("Lease[name=Bids-place, keys=[a], fencingToken=7]");
            assertThat(lease.lost().toCompletableFuture()).isNotDone();
            assertThat(lease.loss(true)).isNull();
            assertThat(leases.held()).containsExactly(lease);
        }

        @Test
        void nobodyCanRaiseItsSignalButItself() {
            HeldLease lease = lease(REQUEST);

            assertThat(catchThrowable(() -> lease.lost().toCompletableFuture().complete(null)))
                    .isNull();

            assertThat(lease.isValid()).isTrue();
            assertThat(lease.lost().toCompletableFuture()).isNotDone();
        }

        @Test
        void itIsCheckedWithoutBeingProlonged() {
            HeldLease lease = lease(REQUEST);

            leases.check(new OwnerToken("other@here:1:1"));
            assertThat(store.renewed()).isEmpty();
            leases.check(lease.held().token());

            assertThat(store.lastRenewed().ttl()).isEqualTo(Duration.ofMillis(1));
            assertThat(store.lastRenewed().held().token())
                    .isEqualTo(lease.held().token());
            store.lastRenewed().answer().complete(Renewal.RENEWED);
            assertThat(lease.nextLook()).isEqualTo(lease.granted().deadline());
            assertThat(lease.isValid()).isTrue();
        }

        @Test
        void itIsLostWhenACheckFindsThatItIsNotKnown() {
            HeldLease lease = lease(REQUEST);
            lease.check();

            store.lastRenewed().answer().complete(Renewal.REFUSED);

            assertThat(lease.isValid()).isFalse();
            assertThat(lease.nextLook()).isNull();
            assertThat(Await.value(lease.lost()).reason()).isEqualTo(Reason.REFUSED);
            Await.until(() -> steps.listener.events().contains("lost REFUSED"));
            assertThat(leases.held()).isEmpty();
        }

        @Test
        void aFailedCheckChangesNothing() {
            HeldLease lease = lease(REQUEST);
            lease.check();

            store.lastRenewed().answer().completeExceptionally(new IllegalStateException("connection reset"));

            assertThat(lease.isValid()).isTrue();
        }

        @Test
        void aRenewalProlongsItFromWhenItWasSent() {
            HeldLease lease = lease(REQUEST);
            long before = System.nanoTime();
            lease.renew();
            long after = System.nanoTime();

            store.lastRenewed().answer().complete(Renewal.RENEWED);

            assertThat(lease.nextLook()).isBetween(Deadline.of(before, MINUTE), Deadline.of(after, MINUTE));
        }

        @Test
        void aWholeWayToItsDeadlineItIsLost() {
            HeldLease lease = lease(REQUEST.ttl(BRIEF));

            over(lease);

            assertThat(lease.remaining()).isZero();
            assertThat(Await.value(lease.lost()).reason()).isEqualTo(Reason.EXPIRED);
            assertThat(lease.loss(true)).hasMessageContaining("Bids-place");
            assertThatThrownBy(lease::requireValid).isInstanceOf(LeaseLostException.class);
        }

        @Test
        void aStoreThatSaysItIsNotOursMakesItLost() {
            HeldLease lease = lease(REQUEST);

            LeaseLostException told = lease.refused();

            assertThat(told.reason()).isEqualTo(Reason.REFUSED);
            assertThat(lease.isValid()).isFalse();
        }
    }

    @Nested
    class Ensuring {

        @Test
        void asksNothingWhereThatMuchIsLeft() {
            lease(REQUEST).ensure(Duration.ofSeconds(30));

            assertThat(store.renewed()).isEmpty();
        }

        @Test
        void refusesWhatIsNoTime() {
            HeldLease lease = lease(REQUEST);

            for (Duration wrong : new Duration[] {
                Duration.ZERO, Duration.ofMillis(-1), Duration.ofHours(24).plusNanos(1)
            }) {
                assertThatThrownBy(() -> lease.ensure(wrong))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("atLeast is");
            }
            assertThat(lease.isValid()).isTrue();
        }

        @Test
        void aDayIsATime() throws Exception {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<Void> ensured = ensuring(lease, Duration.ofHours(24));

            store.lastRenewed().answer().complete(Renewal.RENEWED);

            Await.value(ensured);
            assertThat(lease.remaining()).isGreaterThanOrEqualTo(Duration.ofHours(23));
        }

        @Test
        void asksForTheTtlWhereThatIsEnough() {
            HeldLease lease = lease(REQUEST, Duration.ofSeconds(20));
            CompletableFuture<Void> ensured = ensuring(lease, Duration.ofSeconds(40));
            assertThat(store.lastRenewed().ttl()).isEqualTo(MINUTE);

            store.lastRenewed().answer().complete(Renewal.RENEWED);

            Await.value(ensured);
        }

        @Test
        void asksForMoreThanTheTtlWhereThatIsWanted() {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<Void> ensured = ensuring(lease, Duration.ofMinutes(2));

            assertThat(store.lastRenewed().ttl()).isGreaterThan(Duration.ofMinutes(2));
            store.lastRenewed().answer().complete(Renewal.RENEWED);

            Await.value(ensured);
            assertThat(lease.remaining()).isGreaterThanOrEqualTo(Duration.ofSeconds(100));
        }

        @Test
        void saysSoWhereTheStoreRefuses() {
            HeldLease lease = lease(REQUEST, Duration.ofSeconds(20));
            CompletableFuture<Void> ensured = ensuring(lease, Duration.ofSeconds(40));

            store.lastRenewed().answer().complete(Renewal.REFUSED);

            assertThat(ensured)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(LeaseLostException.class);
        }

        @Test
        void saysSoWhereTheStoreFails() {
            HeldLease lease = lease(REQUEST, Duration.ofSeconds(20));
            CompletableFuture<Void> ensured = ensuring(lease, Duration.ofSeconds(40));

            store.lastRenewed().answer().completeExceptionally(new IllegalStateException("connection reset"));

            assertThat(ensured)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(LockStoreException.class)
                    .withMessageContaining("not sure to be held for 40000 ms more: connection reset");
            assertThat(lease.isValid()).isTrue();
        }

        @Test
        void waitsNoLongerThanTheCommandTimeout() {
            HeldLease lease = lease(REQUEST.ttl(Duration.ofMillis(400)));

            LockStoreException told =
                    catchThrowableOfType(LockStoreException.class, () -> lease.ensure(Duration.ofSeconds(1)));

            assertThat(told).hasMessageContaining("no answer to 'renew' in time");
        }

        @Test
        void isInVainOnceItIsLost() {
            HeldLease lease = lease(REQUEST);
            lease.refused();

            assertThatThrownBy(() -> lease.ensure(Duration.ofSeconds(1))).isInstanceOf(LeaseLostException.class);
            assertThat(store.renewed()).isEmpty();
        }

        private CompletableFuture<Void> ensuring(HeldLease lease, Duration atLeast) {
            CompletableFuture<Void> ensured = CompletableFuture.runAsync(() -> lease.ensure(atLeast));
            Await.until(() -> !store.renewed().isEmpty() || ensured.isDone());
            return ensured;
        }
    }

    @Nested
    class BeforeACommit {

        @Test
        void itIsConfirmedByARenewal() {
            HeldLease lease = lease(REQUEST);
            Runnable confirmation = lease.confirmation();
            assertThat(store.lastRenewed().ttl()).isEqualTo(MINUTE);

            store.lastRenewed().answer().complete(Renewal.RENEWED);

            confirmation.run();
            assertThat(lease.isValid()).isTrue();
        }

        @Test
        void aRefusalIsToldAndTheCallIsNotInterruptedAsWell() {
            HeldLease lease = lease(REQUEST);
            Interruption call = new Interruption();
            lease.work().interrupting(call);
            Runnable confirmation = lease.confirmation();
            store.lastRenewed().answer().complete(Renewal.REFUSED);

            assertThatThrownBy(confirmation::run).isInstanceOf(LeaseLostException.class);

            assertThat(Thread.currentThread().isInterrupted()).isFalse();
            call.end();
        }

        @Test
        void withoutAnAnswerTheDeadlineDecides() {
            HeldLease lease = lease(REQUEST.ttl(Duration.ofSeconds(1)));

            lease.confirmation().run();

            assertThat(lease.isValid()).isTrue();
        }

        @Test
        void oneThatIsLostIsNotAskedFor() {
            HeldLease lease = lease(REQUEST);
            lease.refused();
            Runnable confirmation = lease.confirmation();

            assertThatThrownBy(confirmation::run).isInstanceOf(LeaseLostException.class);
            assertThat(store.renewed()).isEmpty();
        }

        @Test
        void aLossAfterACheckedCommitTroublesNobody() {
            HeldLease lease = lease(REQUEST);
            lease.committed();
            lease.check();
            store.lastRenewed().answer().complete(Renewal.REFUSED);

            assertThat(lease.isValid()).isFalse();
            assertThat(lease.loss(true)).isNull();
            lease.endLater(true);
            assertThat(lease.loss(true)).isNull();
        }

        @Test
        void aCommittedOneIsProlongedAllTheSame() {
            HeldLease lease = lease(REQUEST);
            lease.committed();
            lease.renew();
            store.lastRenewed().answer().complete(Renewal.RENEWED);

            assertThat(lease.nextLook() - lease.granted().deadline()).isPositive();
            assertThat(((Holding) lease.life().last()).committed()).isTrue();
        }
    }

    @Nested
    class AtItsEnd {

        @Test
        void itIsGivenBackOnce() {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<LeaseLostException> ended = CompletableFuture.supplyAsync(() -> lease.end(true));
            Await.until(() -> !store.released().isEmpty());

            assertThat(lease.hasEnded()).isTrue();
            assertThat(lease.isValid()).isFalse();
            assertThat(lease.nextLook()).isNull();
            assertThat(store.released()).hasSize(1);
            assertThat(leases.held()).isEmpty();
            store.released().get(0).answer().complete(Release.RELEASED);
            assertThat(Await.value(ended)).isNull();
            lease.close();
            assertThat(lease.endLater(true)).isCompleted();
            assertThat(store.released()).hasSize(1);
            Await.until(() -> steps.listener.events().contains("released"));
            assertThatThrownBy(lease::requireValid)
                    .isInstanceOfSatisfying(
                            LeaseLostException.class,
                            told -> assertThat(told.reason()).isEqualTo(Reason.RELEASED));
        }

        @Test
        void aWaitForItHasABound() {
            HeldLease lease = lease(REQUEST.ttl(Duration.ofMillis(400)));

            assertThat(lease.end(true)).isNull();

            assertThat(steps.listener.events()).contains("releaseUnanswered");
            assertThat(store.withdrawn()).containsExactly(lease.held().token());
        }

        @Test
        void aReleaseThatFailsIsTold() {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<LeaseLostException> ended = CompletableFuture.supplyAsync(() -> lease.end(true));
            Await.until(() -> !store.released().isEmpty());

            store.released().get(0).answer().completeExceptionally(new IllegalStateException("connection reset"));

            assertThat(Await.value(ended)).isNull();
            assertThat(steps.listener.events()).contains("releaseUnanswered");
        }

        @Test
        void itIsToldLostWhereTheStoreDidNotKnowItAnyMore() {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<LeaseLostException> ended = CompletableFuture.supplyAsync(() -> lease.end(true));
            Await.until(() -> !store.released().isEmpty());

            store.released().get(0).answer().complete(Release.NOT_OURS);

            LeaseLostException loss = Await.value(ended);
            assertThat(loss.reason()).isEqualTo(Reason.REFUSED);
            assertThat(((Ended) lease.life().last()).loss()).isNotNull();
            assertThat(Await.value(lease.lost()).reason()).isEqualTo(Reason.REFUSED);
            assertThat(steps.listener.events()).contains("lost REFUSED").doesNotContain("released");
        }

        @Test
        void aReleaseOfOneThatWasLostBeforeIsNotToldAgain() {
            HeldLease lease = lease(REQUEST);
            lease.refused();
            CompletableFuture<LeaseLostException> ended = CompletableFuture.supplyAsync(() -> lease.end(true));
            Await.until(() -> !store.released().isEmpty());

            store.released().get(0).answer().complete(Release.NOT_OURS);

            assertThat(Await.value(ended).reason()).isEqualTo(Reason.REFUSED);
            Await.until(() -> steps.listener.events().contains("lost REFUSED"));
            assertThat(steps.listener.events()).containsOnlyOnce("lost REFUSED").doesNotContain("released");
        }

        @Test
        void aLateAnswerToARenewalDoesNotBringItBack() {
            HeldLease lease = lease(REQUEST);
            lease.renew();
            lease.endLater(true);

            store.lastRenewed().answer().complete(Renewal.RENEWED);
            assertThat(lease.isValid()).isFalse();
            lease.committed();

            assertThat(lease.hasEnded()).isTrue();
        }

        @Test
        void itIsKeptForWhatIsLeftOfMinHold() {
            HeldLease lease = lease(REQUEST.minHold(Duration.ofSeconds(30)));

            assertThat(lease.keptFor()).isBetween(Duration.ofSeconds(20), Duration.ofMillis(30_001));
            lease.endLater(true);

            assertThat(store.released().get(0).held().keptFor())
                    .isBetween(Duration.ofSeconds(20), Duration.ofMillis(30_001));
        }

        @Test
        void itIsNotKeptOnceMinHoldIsOver() {
            HeldLease lease = lease(REQUEST.minHold(Duration.ofMillis(20)));
            assertThat(lease.keptFor()).isPositive();
            Await.pass(Duration.ofMillis(25));

            assertThat(lease.keptFor()).isZero();
        }

        @Test
        void itIsNotKeptForNothing() {
            HeldLease lease = lease(REQUEST.minHold(Duration.ofSeconds(30)));

            lease.unused();

            assertThat(lease.keptFor()).isZero();
        }

        @Test
        void oneThatATransactionKeepsSaysSo() {
            HeldLease lease = lease(REQUEST);

            lease.keptOn();

            assertThat(lease.isKept()).isTrue();
        }
    }

    @Nested
    class ItsRenewal {

        private final PlannedTasks tasks = new PlannedTasks();

        @AfterEach
        void end() {
            tasks.shutdownNow();
        }

        private LeaseRenewal renewing(HeldLease lease) {
            LeaseRenewal renewal = new LeaseRenewal(leases, lease, tasks);
            lease.renewedBy(renewal);
            renewal.start();
            return renewal;
        }

        private void assertPlannedIn(Duration time) {
            assertThat(tasks.planned())
                    .singleElement()
                    .satisfies(next -> assertThat(next.delay())
                            .isBetween(time.minusSeconds(5).toNanos(), time.toNanos()));
        }

        @Test
        void isPlannedAtAThirdOfTheTtl() {
            HeldLease lease = lease(REQUEST);
            renewing(lease);

            assertThat(lease.isRenewed()).isTrue();
            assertPlannedIn(Duration.ofSeconds(20));
        }

        @Test
        void isPlannedAtAThirdOfWhatWasGrantedWhereThatIsLess() {
            renewing(lease(REQUEST, Duration.ofSeconds(18)));

            assertPlannedIn(Duration.ofSeconds(6));
        }

        @Test
        void isSentAndTheNextPlannedBeforeItIsAnswered() {
            renewing(lease(REQUEST));

            tasks.runNext();

            assertThat(store.renewed()).hasSize(1);
            assertThat(store.lastRenewed().ttl()).isEqualTo(MINUTE);
            // A quarter of the ttl: the command-timeout.
            assertPlannedIn(Duration.ofSeconds(15));
        }

        @Test
        void onceAnsweredIsPlannedAtAThirdOfTheTtlAgain() {
            HeldLease lease = lease(REQUEST);
            renewing(lease);
            tasks.runNext();

            store.lastRenewed().answer().complete(Renewal.RENEWED);

            assertPlannedIn(Duration.ofSeconds(20));
            assertThat(lease.nextLook() - lease.granted().deadline()).isPositive();
            tasks.runNext();
            assertThat(store.renewed()).hasSize(2);
            assertThat(steps.listener.events()).isEmpty();
        }

        @Test
        void thatFailsIsToldAndTriedAgainSoon() {
            renewing(lease(REQUEST));
            tasks.runNext();

            store.lastRenewed().answer().completeExceptionally(new IllegalStateException("connection reset"));

            assertPlannedIn(Duration.ofSeconds(5));
            Await.until(() -> steps.listener.events().contains("renewalUnanswered"));
            tasks.runNext();
            assertThat(store.renewed()).hasSize(2);
            CompletableFuture<Void> afterwards = new CompletableFuture<>();
            steps.runtime.signals().tell(() -> afterwards.complete(null));
            Await.value(afterwards);
            assertThat(steps.listener.events()).containsExactly("renewalUnanswered");
        }

        @Test
        void withoutAnAnswerIsToldAndSentAgain() {
            renewing(lease(REQUEST));
            tasks.runNext();

            tasks.runNext();

            assertThat(store.renewed()).hasSize(2);
            Await.until(() -> steps.listener.events().contains("renewalUnanswered"));
        }

        @Test
        void countsAnAnswerToTheOneBefore() {
            HeldLease lease = lease(REQUEST);
            renewing(lease);
            tasks.runNext();
            tasks.runNext();

            store.renewed().get(0).answer().complete(Renewal.RENEWED);

            assertThat(lease.nextLook() - lease.granted().deadline()).isPositive();
            assertPlannedIn(Duration.ofSeconds(20));
        }

        @Test
        void doesNotCountAFailureOfTheOneBefore() {
            renewing(lease(REQUEST));
            tasks.runNext();
            tasks.runNext();
            Object planned = tasks.planned().get(0);

            store.renewed().get(0).answer().completeExceptionally(new IllegalStateException("connection reset"));

            assertThat(tasks.planned()).singleElement().isSameAs(planned);
        }

        @Test
        void endsWithTheLease() {
            HeldLease lease = lease(REQUEST);
            renewing(lease);

            lease.endLater(true);

            assertThat(tasks.planned()).isEmpty();
        }

        @Test
        void endsWithTheLossOfTheLease() {
            HeldLease lease = lease(REQUEST);
            renewing(lease);
            tasks.runNext();
            store.lastRenewed().answer().complete(Renewal.REFUSED);

            assertThat(lease.isValid()).isFalse();
            tasks.runNext();

            assertThat(store.renewed()).hasSize(1);
            assertThat(tasks.planned()).isEmpty();
        }

        @Test
        void endsWithTheApplication() {
            renewing(lease(REQUEST));
            steps.runtime.gate().close();

            tasks.runNext();

            assertThat(store.renewed()).isEmpty();
        }

        @Test
        void endsWhenTheLeaseHasBeenHeldForAsLongAsItMayBe(CapturedOutput output) {
            renewing(lease(REQUEST.maxHold(Duration.ofMillis(20))));
            Await.pass(Duration.ofMillis(25));

            tasks.runNext();

            assertThat(store.renewed()).isEmpty();
            assertThat(output).contains("it has been held for its maxHold");
        }

        @Test
        void isNotPlannedAnyMoreOnceTheLocksAreClosed() {
            HeldLease lease = lease(REQUEST.renew(true));

            // The scheduler of the runtime has ended: that is no failure.
            assertThat(lease.isRenewed()).isTrue();
            assertThat(lease.isValid()).isTrue();
        }
    }

    @Nested
    class WhatRunsUnderIt {

        @Test
        void isCancelledOnceWhenItIsLost() {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            lease.work().cancelling(() -> cancelled.complete(null));
            assertThat(cancelled).isNotDone();

            lease.refused();

            assertThat(cancelled).succeedsWithin(Duration.ofSeconds(5));
        }

        @Test
        void isCancelledAtOnceIfItIsLostAlready() {
            HeldLease lease = lease(REQUEST);
            lease.refused();
            CompletableFuture<Void> cancelled = new CompletableFuture<>();

            lease.work().cancelling(() -> cancelled.complete(null));

            assertThat(cancelled).succeedsWithin(Duration.ofSeconds(5));
        }

        @Test
        void isNotCancelledOnceItIsOver() throws Exception {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<Void> over = new CompletableFuture<>();
            CompletableFuture<Void> other = new CompletableFuture<>();
            Runnable cancellation = () -> over.complete(null);
            lease.work().cancelling(cancellation);
            lease.work().cancelling(() -> other.complete(null));
            lease.work().noLongerCancelling(cancellation);

            lease.refused();

            other.get(5, TimeUnit.SECONDS);
            assertThat(over).isNotDone();
        }

        @Test
        void isLeftAloneAfterACheckedCommit() {
            HeldLease lease = lease(REQUEST);
            CompletableFuture<Void> cancelled = new CompletableFuture<>();
            lease.work().cancelling(() -> cancelled.complete(null));
            Interruption call = new Interruption();
            lease.work().interrupting(call);
            lease.committed();

            lease.refused();

            Await.value(lease.lost());
            assertThat(cancelled).isNotDone();
            assertThat(call.end()).isFalse();
        }

        @Test
        void isInterruptedWhenItIsLost() {
            HeldLease lease = lease(REQUEST);
            Interruption call = new Interruption();
            assertThat(lease.work().interrupting(call)).isNull();
            assertThat(lease.work().interrupting(call)).isSameAs(call);

            lease.refused();

            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(call.end()).isTrue();
            assertThat(Thread.currentThread().isInterrupted()).isFalse();
        }

        @Test
        void isInterruptedAtOnceIfItIsLostAlready() {
            HeldLease lease = lease(REQUEST);
            lease.refused();
            Interruption call = new Interruption();

            lease.work().interrupting(call);

            assertThat(call.end()).isTrue();
        }
    }
}
