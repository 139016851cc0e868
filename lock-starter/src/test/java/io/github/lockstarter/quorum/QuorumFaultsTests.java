package io.github.lockstarter.quorum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.quorum.FaultyNode.Mode;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Five nodes, of which some refuse, throw, stall, answer late or lose their data. */
class QuorumFaultsTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    private static final Duration LIMIT = Duration.ofMillis(50);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final FaultyNodes nodes = new FaultyNodes(5);

    private final QuorumLockStore store = new QuorumLockStore(nodes.named(), LIMIT, Duration.ofSeconds(30));

    private final OwnerToken token = token();

    @AfterEach
    void end() {
        store.close();
    }

    @Nested
    class AMinority {

        @ParameterizedTest
        @EnumSource(
                names = {"FINE", "BLOCKING"},
                mode = EnumSource.Mode.EXCLUDE)
        void maySayWhatItWillAndTheLockIsGrantedRenewedAndReleased(Mode mode) {
            nodes.set(mode, 1, 3);

            assertThat(acquire(token)).isInstanceOf(Grant.class);
            assertThat(acquire(token())).isInstanceOf(Busy.class);
            assertThat(renew(token)).isEqualTo(Renewal.RENEWED);
            assertThat(release(token)).isEqualTo(Release.RELEASED);
            assertThat(acquire(token())).isInstanceOf(Grant.class);
        }

        @ParameterizedTest
        @EnumSource(
                names = {"FINE", "BLOCKING"},
                mode = EnumSource.Mode.EXCLUDE)
        void letsALockBeHandedOver(Mode mode) {
            nodes.set(mode, 0, 4);
            Grant first = (Grant) acquire(token);
            OwnerToken next = token();

            Release release = Await.value(store.release(held(token), question(next)));

            assertThat(release.ours()).isTrue();
            assertThat(((Grant) release.next()).fencingToken()).isGreaterThan(first.fencingToken());
            assertThat(acquire(token())).isInstanceOf(Busy.class);
            assertThat(release(next)).isEqualTo(Release.RELEASED);
        }

        @Test
        void isNotWaitedForWhenTheOthersGrant() {
            nodes.set(Mode.FROZEN, 1, 3);

            assertThat(store.acquire(question(token)).toCompletableFuture()).isCompleted();
        }

        @Test
        void thatAnswersLateHasNothingLeftAfterTheRelease() {
            nodes.set(Mode.STALLED, 2);
            nodes.set(Mode.FROZEN, 3);
            acquire(token);
            release(token);

            nodes.all().forEach(FaultyNode::answerLate);

            Await.until(() -> nodes.areFree("a"));
        }

        @Test
        void thatExecutesTheAcquireAfterTheReleaseHasItWithdrawn() {
            FaultyNode late = nodes.get(2);
            late.mode = Mode.FROZEN;
            acquire(token);
            late.mode = Mode.FINE;
            release(token);
            assertThat(late.isFree("a")).isTrue();

            late.executeLate();

            Await.until(() -> late.isFree("a"));
        }

        @Test
        void thatDidNotAnswerTheReleaseIsAskedAgainUntilItDoes() {
            acquire(token);
            nodes.set(Mode.REFUSING, 1, 3);

            assertThat(release(token)).isEqualTo(Release.RELEASED);
            assertThat(nodes.free("a")).isEqualTo(3);
            nodes.set(Mode.FINE, 1, 3);

            Await.until(() -> nodes.areFree("a"));
        }

        @Test
        void thatLostTheLockTakesItUpAgainWithTheNextRenewal() {
            Grant grant = (Grant) acquire(token);
            nodes.get(1).loseData();
            nodes.get(3).loseData();

            assertThat(renew(token)).isEqualTo(Renewal.RENEWED);

            assertThat(nodes.free("a")).isZero();
            nodes.get(0).loseData();
            nodes.get(2).loseData();
            assertThat(renew(token)).isEqualTo(Renewal.RENEWED);
            release(token);
            assertThat(nodes.areFree("a")).isTrue();
            assertThat(((Grant) acquire(token())).fencingToken()).isGreaterThan(grant.fencingToken());
        }

        @Test
        void thatTakesItUpAfterTheReleaseHasItWithdrawn() {
            acquire(token);
            FaultyNode empty = nodes.get(1);
            empty.loseData();
            FaultyNode slow = nodes.get(4);
            slow.mode = Mode.FROZEN;
            renew(token);
            release(token);

            slow.executeLate();

            Await.until(() -> nodes.areFree("a"));
        }
    }

    @Test
    void aNodeThatIsKnownToHoldNothingIsNotAskedToGiveItBack() {
        FaultyNode unreachable = nodes.get(3);
        unreachable.mode = Mode.CONNECTING;
        for (int i = 0; i < 100; i++) {
            OwnerToken each = token();
            acquire(each);
            release(each);
        }
        // They wait for the connection like the acquires.
        Await.until(() -> unreachable.withdrawals.get() >= 100);

        unreachable.answerLate();
        unreachable.mode = Mode.REFUSING;

        long before = unreachable.withdrawals.get();
        Await.pass(Duration.ofSeconds(1));

        assertThat(unreachable.withdrawals.get() - before).isZero();
    }

    @Nested
    class AMajority {

        @ParameterizedTest
        @EnumSource(names = {"REFUSING", "REJECTING", "THROWING", "FROZEN", "STALLED"})
        void thatDoesNotVoteMakesLocksUnavailable(Mode mode) {
            nodes.set(mode, 0, 2, 4);

            assertThatThrownBy(() -> acquire(token))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("3 of 5 nodes have to grant it, 2 did")
                    .hasMessageContaining("node-2: granted it");
        }

        @Test
        void thatDoesNotVoteLeavesNothingBehind() {
            nodes.set(Mode.FROZEN, 0, 1);
            nodes.set(Mode.STALLED, 2);
            assertThatThrownBy(() -> acquire(token)).isInstanceOf(StoreFailure.class);

            nodes.all().forEach(FaultyNode::answerLate);

            Await.until(() -> nodes.areFree("a"));
        }

        @Test
        void isToldApartByWhatEachNodeDid() {
            nodes.set(Mode.REFUSING, 0);
            nodes.set(Mode.REJECTING, 1);
            nodes.set(Mode.FROZEN, 2);

            assertThatThrownBy(() -> acquire(token))
                    .hasMessage("3 of 5 nodes have to grant it, 2 did (node-1: not reachable, node-2: NOPERM, "
                            + "node-3: did not answer within 50 ms, node-4: granted it, node-5: granted it)");
        }

        @Test
        void thatIsNotReachableMayBeAskedAgainAndOneThatRejectsNot() {
            nodes.set(Mode.REFUSING, 0, 1, 2);
            assertThat(kindOfFailure()).isEqualTo(StoreFailure.Kind.NOT_EXECUTED);
            nodes.set(Mode.REJECTING, 0, 1, 2);
            assertThat(kindOfFailure()).isEqualTo(StoreFailure.Kind.REJECTED);
        }

        @Test
        void thatDoesNotAnswerLeavesARenewalUnknown() {
            acquire(token);
            nodes.set(Mode.FROZEN, 0, 1, 2);

            assertThatThrownBy(() -> renew(token))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("3 of 5 nodes have to renew it")
                    .extracting(failure -> ((StoreFailure) failure).kind())
                    .isEqualTo(StoreFailure.Kind.UNKNOWN);
        }

        @Test
        void thatHasLostTheLockRefusesTheRenewal() {
            acquire(token);
            nodes.get(0).loseData();
            nodes.get(1).loseData();
            nodes.get(2).loseData();

            assertThat(renew(token)).isEqualTo(Renewal.REFUSED);
            assertThat(nodes.free("a")).as("nothing is taken up again").isEqualTo(3);
            assertThat(release(token)).isEqualTo(Release.NOT_OURS);
            assertThat(nodes.areFree("a")).isTrue();
        }
    }

    @Nested
    class AskingAgain {

        @Test
        void inVainDoesNotLoseTheLock() {
            acquire(token);
            nodes.set(Mode.FROZEN, 0, 1, 2);

            assertThatThrownBy(() -> acquire(token))
                    .isInstanceOf(StoreFailure.class)
                    .extracting(failure -> ((StoreFailure) failure).kind())
                    .isEqualTo(StoreFailure.Kind.UNKNOWN);

            nodes.all().forEach(FaultyNode::answerLate);
            assertThat(acquire(token())).isInstanceOf(Busy.class);
            assertThat(renew(token)).isEqualTo(Renewal.RENEWED);
        }

        @Test
        void givesTheSameFencingTokenThoughMoreNodesHaveTheLockThanBefore() {
            nodes.set(Mode.REFUSING, 0, 1);
            Grant grant = (Grant) acquire(token);
            nodes.set(Mode.FINE, 0, 1);

            assertThat(((Grant) acquire(token)).fencingToken()).isEqualTo(grant.fencingToken());
        }

        @Test
        void whileAnotherHasSomeNodesDoesNotLoseTheLock() {
            OwnerToken other = token();
            nodes.get(3).acquire(question(other));
            nodes.get(4).acquire(question(other));
            acquire(token);
            nodes.set(Mode.FROZEN, 0);

            assertThatThrownBy(() -> acquire(token)).isInstanceOf(StoreFailure.class);

            nodes.get(0).answerLate();
            assertThat(renew(token)).isEqualTo(Renewal.RENEWED);
        }

        @Test
        void forALockThatAnotherHasIsAnsweredBusy() {
            acquire(token);
            nodes.elapse(TTL.plusSeconds(1));
            acquire(token());

            assertThat(acquire(token)).isInstanceOf(Busy.class);
            assertThat(store.size()).isEqualTo(1);
        }

        @Test
        void tooLateDoesNotLoseTheLock() {
            Duration brief = FaultyNode.BLOCKED.dividedBy(2);
            acquire(token);
            nodes.set(Mode.BLOCKING, 0);

            assertThatThrownBy(() -> Await.value(store.acquire(Acquire.once(List.of("a"), token, brief))))
                    .hasStackTraceContaining("did, but that took its whole ttl");

            assertThat(renew(token)).isEqualTo(Renewal.RENEWED);
        }

        @Test
        void forALockThatAnotherHadMeanwhileGivesAGreaterFencingToken() {
            acquire(token);
            nodes.elapse(TTL.plusSeconds(1));
            OwnerToken other = token();
            Grant meanwhile = (Grant) acquire(other);
            release(other);

            Grant again = (Grant) acquire(token);

            assertThat(again.fencingToken()).isGreaterThan(meanwhile.fencingToken());
        }

        @Test
        void whileTheFirstAnswerIsUnderWayEndsThatOneUnlessItIsGranted() {
            Ballots ballots = new Ballots();
            Nodes named = new Nodes(nodes.named(), LIMIT, new Timer());
            Ballot open = new Ballot(named, List.of("a"), token.inAttempt(1));
            Ballot granted = new Ballot(named, List.of("a"), token.inAttempt(2));
            ballots.putUnlessGranted(token, open);

            assertThat(ballots.putUnlessGranted(token, granted)).isSameAs(granted);
            assertThat(open.grant(7)).as("granted late").isFalse();
            assertThat(granted.grant(8)).isTrue();
            assertThat(ballots.putUnlessGranted(token, new Ballot(named, List.of("a"), token.inAttempt(3))))
                    .isSameAs(granted);
            assertThat(granted.fencingToken()).isEqualTo(8);
        }
    }

    @Test
    void aLockThatIsToBeKeptIsNotFreedWhereItsReleaseFailed() {
        acquire(token);
        nodes.set(Mode.REFUSING, 0, 1, 2);
        CompletionStage<Release> release = store.release(held(token).keptFor(TTL), null);
        assertThatThrownBy(() -> Await.value(release)).hasRootCauseInstanceOf(StoreFailure.class);

        nodes.set(Mode.FINE, 0, 1, 2);
        Await.pass(Duration.ofMillis(300));

        assertThat(nodes.free("a")).isZero();
    }

    @Nested
    class SplitVotes {

        private final OwnerToken other = token();

        @Test
        void areNobodysAndAllGivenBack() {
            nodes.get(0).acquire(question(other));
            nodes.get(1).acquire(question(other));
            nodes.set(Mode.REFUSING, 2);

            assertThat(acquire(token)).isInstanceOf(Busy.class);

            assertThat(nodes.get(3).isFree("a")).isTrue();
            assertThat(nodes.get(4).isFree("a")).isTrue();
        }

        @Test
        void tellWhoElseHasSomeAndWhenAMajorityIsFree() {
            for (int node = 0; node < 3; node++) {
                nodes.get(node).acquire(Acquire.once(List.of("a"), other, Duration.ofSeconds(node + 1)));
            }

            Busy busy = (Busy) acquire(token);

            assertThat(busy.owner()).isEqualTo("test");
            assertThat(busy.expiresIn()).isEqualTo(Duration.ofSeconds(1));
        }

        @Test
        void doNotHarmTheNextAttemptOfTheSameToken() {
            nodes.get(0).acquire(question(other));
            nodes.get(1).acquire(question(other));
            nodes.get(2).acquire(question(other));
            nodes.set(Mode.STALLED, 3, 4);
            assertThat(acquire(token)).isInstanceOf(Busy.class);
            for (int node = 0; node < 3; node++) {
                nodes.get(node).release(held(other), null);
            }
            nodes.set(Mode.FINE, 3, 4);
            Await.until(() -> nodes.areFree("a"));
            assertThat(acquire(token)).isInstanceOf(Grant.class);

            nodes.all().forEach(FaultyNode::answerLate);

            assertThat(nodes.free("a")).isZero();
        }
    }

    @Nested
    class FencingTokens {

        @Test
        void areRaisedWhereNodesGiveDifferentOnes() {
            raise(1, 5_000_000);
            raise(2, 9_000_000);

            Grant grant = (Grant) acquire(token);
            release(token);

            // Whichever two do not vote: the others know it.
            for (int a = 0; a < 5; a++) {
                for (int b = 0; b < a; b++) {
                    nodes.set(Mode.REFUSING, a, b);
                    OwnerToken next = token();
                    Grant later = (Grant) acquire(next);
                    assertThat(later.fencingToken()).isGreaterThan(grant.fencingToken());
                    grant = later;
                    release(next);
                    nodes.set(Mode.FINE, a, b);
                    raise(a, 20_000_000L * (a + 1));
                }
            }
        }

        @Test
        void areAgreedOnWithOneQuestionOnceTheClocksAreKnown() {
            for (int i = 0; i < 10; i++) {
                OwnerToken each = token();
                acquire(each);
                release(each);
            }
            long before =
                    nodes.all().stream().mapToLong(node -> node.acquires.get()).sum();
            for (int i = 0; i < 100; i++) {
                OwnerToken each = token();
                acquire(each);
                release(each);
            }

            long asked =
                    nodes.all().stream().mapToLong(node -> node.acquires.get()).sum() - before;
            assertThat(asked).isBetween(500L, 525L);
        }

        @Test
        void thatTooFewNodesKeepAreNone() {
            raise(1, 5_000_000);
            // They grant it, and do not vote on a greater token any more.
            nodes.all().forEach(node -> node.mostAcquires = node.acquires.get() + 1);

            assertThatThrownBy(() -> acquire(token))
                    .isInstanceOf(StoreFailure.class)
                    .hasMessageContaining("too few of them keep its fencing token");
            nodes.set(Mode.FINE, 0, 1, 2, 3, 4);
            Await.until(() -> nodes.areFree("a"));
        }

        private void raise(int node, long micros) {
            OwnerToken high = token();
            long floor = System.currentTimeMillis() * 1_000 + micros;
            nodes.get(node).acquire(new Acquire(List.of("a"), high, TTL, floor, Standing.APART));
            nodes.get(node).release(held(high), null);
        }
    }

    @Test
    void aTtlThatIsLongerThanTheLongestIsRejected() {
        Acquire tooLong = Acquire.once(List.of("a"), token, Duration.ofSeconds(31));

        assertThat(store.longestTtl()).isEqualTo(Duration.ofSeconds(30));
        assertThatThrownBy(() -> Await.value(store.acquire(tooLong)))
                .hasRootCauseInstanceOf(StoreFailure.class)
                .hasStackTraceContaining("a ttl of 31000 ms is longer than the 30000 ms");
        acquire(token);
        assertThat(store.renew(held(token), Duration.ofSeconds(31)).toCompletableFuture())
                .isCompletedExceptionally();
    }

    @Test
    void aGrantThatTookTheWholeTtlIsNone() {
        Duration brief = FaultyNode.BLOCKED.dividedBy(2);
        nodes.set(Mode.BLOCKING, 0);

        assertThatThrownBy(() -> Await.value(store.acquire(Acquire.once(List.of("a"), token, brief))))
                .hasRootCauseInstanceOf(StoreFailure.class)
                .hasStackTraceContaining("did, but that took its whole ttl");
        Await.until(() -> nodes.areFree("a"));
    }

    @Test
    void whatIsWithdrawnWhileItIsAskedForIsNotGranted() {
        nodes.set(Mode.STALLED, 0, 1, 2, 3, 4);
        CompletableFuture<Answer> answer = store.acquire(question(token)).toCompletableFuture();
        store.withdraw(question(token));

        nodes.all().forEach(FaultyNode::answerLate);

        assertThatThrownBy(() -> Await.value(answer)).hasRootCauseInstanceOf(StoreFailure.class);
        Await.until(() -> nodes.areFree("a"));
    }

    @Test
    void nothingIsKeptOfWhatIsOver() {
        acquire(token);
        OwnerToken second = token();
        acquire(second);
        nodes.set(Mode.REFUSING, 0, 1, 2);
        assertThatThrownBy(() -> acquire(token())).isInstanceOf(StoreFailure.class);
        assertThat(store.size()).isEqualTo(1);

        store.withdraw(question(token));

        assertThat(store.size()).isZero();
    }

    private Answer acquire(OwnerToken by) {
        return value(store.acquire(question(by)).toCompletableFuture());
    }

    private Renewal renew(OwnerToken by) {
        return value(store.renew(held(by), TTL).toCompletableFuture());
    }

    private Release release(OwnerToken by) {
        return value(store.release(held(by), null).toCompletableFuture());
    }

    private StoreFailure.Kind kindOfFailure() {
        try {
            acquire(token());
            throw new AssertionError("It was granted");
        } catch (StoreFailure failure) {
            return failure.kind();
        }
    }

    private static <T> T value(CompletableFuture<T> stage) {
        try {
            return stage.orTimeout(10, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StoreFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    private static Acquire question(OwnerToken by) {
        return Acquire.once(List.of("a"), by, TTL);
    }

    private static Held held(OwnerToken by) {
        return new Held(List.of("a"), by, TTL);
    }

    private static OwnerToken token() {
        return new OwnerToken("%032x@test".formatted(NUMBER.incrementAndGet()));
    }
}
