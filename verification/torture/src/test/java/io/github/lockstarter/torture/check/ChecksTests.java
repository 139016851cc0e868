package io.github.lockstarter.torture.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Fault;
import io.github.lockstarter.torture.worker.Ledger.Write;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Each check finds what it is for, and nothing else. */
class ChecksTests {

    private static final Key KEY = Workload.RAW.key(0);

    private final Story story = new Story();

    @Nested
    class DoubleHoldersFinds {

        @Test
        void twoWhoClaimAKeyAtTheSameTime() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(50, true);
            story.lease(2, KEY, 0, 49, 100, 2).ended(60, true);

            assertThat(found()).hasSize(1);
        }

        @Test
        void oneWhoComesDuringALongClaimAfterAShortOne() {
            story.lease(1, KEY, 0, 1, 1_000, 1).ended(900, true);
            story.lease(2, KEY, 0, 10, 20, 2).ended(12, true);
            story.lease(3, KEY, 0, 500, 600, 3).ended(501, true);

            assertThat(found()).hasSize(2);
        }

        @Test
        void aClaimThatLastsToItsDeadlineThoughItsWorkTakesLonger() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(200, false);
            story.lease(2, KEY, 0, 99, 200, 2).ended(110, true);

            assertThat(found()).hasSize(1);
        }

        @Test
        void aRenewedClaimThatLastsAsLongAsItSaysItIsValid() {
            story.lease(1, KEY, 0, 1, 100, 1).seenValid(300).ended(400, false);
            story.lease(2, KEY, 0, 299, 500, 2).ended(310, true);

            assertThat(found()).hasSize(1);
        }

        @Test
        void nothingInOneAfterTheOther() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(50, true);
            story.lease(2, KEY, 0, 51, 150, 2).ended(60, true);
            story.lease(3, Workload.RAW.key(1), 0, 52, 150, 2).ended(60, true);

            assertThat(found()).isEmpty();
        }

        @Test
        void nothingInAClaimThatWasOverBeforeItsWorkBegan() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(50, true);
            story.lease(2, KEY, 0, 20, 0, 2).ended(30, false);

            assertThat(found()).isEmpty();
        }

        @Test
        void nothingOfOneWhoWasKilledBefore() {
            story.lease(1, KEY, 0, 1, 100, 1);
            story.killed(1, 40);
            story.lease(2, KEY, 0, 41, 150, 2).ended(60, true);

            assertThat(found()).isEmpty();
        }

        @Test
        void whatIsExcusedByALossOfDataBetweenTheTwoGrants() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(90, true);
            story.fault(Fault.FLUSHED, 30, 31);
            story.lease(2, KEY, 0, 40, 150, 2).ended(60, true);

            assertThat(found()).isEmpty();
            assertThat(new DoubleHolders(story.history()).excused()).isEqualTo(Map.of("FLUSHED", 1L));
        }

        @Test
        void whatIsNotExcusedByALossOfDataBeforeOrAfter() {
            story.fault(Fault.FLUSHED, 10, 11);
            story.lease(1, KEY, 12, 13, 100, 1).ended(90, true);
            story.lease(2, KEY, 20, 40, 150, 2).ended(60, true);
            story.fault(Fault.FLUSHED, 41, 42);

            assertThat(found()).hasSize(1);
        }

        private List<Finding> found() {
            return new DoubleHolders(story.history()).findings();
        }
    }

    @Nested
    class CrowdsFinds {

        private static final Key PERMITS = Workload.PERMITS.key(0);

        private static final int ALL = Integer.MAX_VALUE;

        @Test
        void oneMoreThanTheSmallestNumberOfPermitsAmongThem() {
            story.lease(1, PERMITS, 3, 0, 1, 400, 1).ended(50, true);
            story.lease(2, PERMITS, 2, 0, 2, 400, 1).ended(50, true);
            story.lease(3, PERMITS, 3, 0, 49, 400, 1).ended(60, true);
            assertThat(found()).extracting(Finding::check).containsExactly(Crowds.NAME);
        }

        @Test
        void oneAloneBesideOneWhoShares() {
            story.lease(1, PERMITS, ALL, 0, 1, 400, 1).ended(50, true);
            story.lease(2, PERMITS, 1, 0, 49, 400, 2).ended(60, true);
            assertThat(found()).extracting(Finding::check).containsExactly(Crowds.NAME);
        }

        @Test
        void oneWhoSharesBesideOneAlone() {
            story.lease(1, PERMITS, 1, 0, 1, 400, 1).ended(50, true);
            story.lease(2, PERMITS, ALL, 0, 49, 400, 1).ended(60, true);
            assertThat(found()).extracting(Finding::check).containsExactly(Crowds.NAME);
        }

        @Test
        void tokensThatDiffer() {
            story.lease(1, PERMITS, ALL, 0, 1, 400, 1).ended(50, true);
            story.lease(2, PERMITS, ALL, 0, 49, 400, 2).ended(60, true);
            assertThat(found()).extracting(Finding::check).containsExactly(Crowds.UNEQUAL);
        }

        @Test
        void nothingInAsManyAsMayBe() {
            story.lease(1, PERMITS, 3, 0, 1, 400, 1).ended(50, true);
            story.lease(1, PERMITS, 3, 0, 2, 400, 1).ended(50, true);
            story.lease(2, PERMITS, ALL, 0, 3, 400, 1).ended(40, true);
            story.lease(2, PERMITS, 3, 0, 40, 400, 1).ended(50, true);
            story.lease(3, PERMITS, 1, 0, 50, 400, 2).ended(60, true);
            assertThat(found()).isEmpty();
            assertThat(new Crowds(story.history()).largest()).isEqualTo(Map.of("PERMITS", 3L));
        }

        @Test
        void nothingInOneForWhomOthersHaveGoneWhoAllowedLess() {
            story.lease(1, PERMITS, 2, 0, 1, 400, 1).ended(20, true);
            story.lease(2, PERMITS, 3, 0, 2, 400, 1).ended(50, true);
            story.lease(2, PERMITS, 3, 0, 20, 400, 1).ended(50, true);
            story.lease(3, PERMITS, 3, 0, 21, 400, 1).ended(60, true);
            assertThat(found()).isEmpty();
        }

        @Test
        void whatIsExcusedByALossOfDataSinceOneOfThemAsked() {
            story.lease(1, PERMITS, ALL, 0, 1, 400, 1).ended(90, true);
            story.fault(Fault.EVICTION, 30, 31);
            story.lease(2, PERMITS, 1, 35, 40, 440, 2).ended(60, true);
            assertThat(found()).isEmpty();
            assertThat(new Crowds(story.history()).excused()).isEqualTo(Map.of("EVICTION", 1L));
        }

        @Test
        void whatIsExcusedThoughTheOneWhoAskedBeforeTheLossWasToldAfterTheOther() {
            story.fault(Fault.EVICTION, 30, 31);
            story.lease(1, PERMITS, 1, 35, 40, 440, 2).ended(60, true);
            story.lease(2, PERMITS, ALL, 20, 41, 420, 1).ended(60, true);
            assertThat(found()).isEmpty();
        }

        @Test
        void thoseWhoAreTooManyWithoutThemWhomALossExcuses() {
            story.lease(1, PERMITS, ALL, 0, 1, 400, 1).ended(90, true);
            story.fault(Fault.EVICTION, 30, 31);
            story.lease(2, PERMITS, 1, 35, 40, 440, 2).ended(60, true);
            story.lease(3, PERMITS, ALL, 35, 41, 440, 2).ended(60, true);
            assertThat(found()).hasSize(1);
        }

        private List<Finding> found() {
            assertThat(new DoubleHolders(story.history()).findings()).isEmpty();
            return new Crowds(story.history()).findings();
        }
    }

    @Nested
    class TokenOrderFinds {

        @Test
        void aTokenThatIsNotGreaterThanThatOfALeaseGrantedBeforeTheCallBegan() {
            story.lease(1, KEY, 0, 10, 100, 7).ended(20, true);
            story.lease(2, KEY, 30, 40, 130, 7).ended(50, true);

            assertThat(TokenOrder.findings(story.history())).hasSize(1);
        }

        @Test
        void oneThatIsSmallerThanThatOfALeaseLongBefore() {
            story.lease(1, KEY, 0, 10, 100, 7).ended(20, true);
            story.lease(2, KEY, 30, 40, 130, 5).ended(50, true);
            story.lease(3, KEY, 60, 70, 130, 6).ended(80, true);

            assertThat(TokenOrder.findings(story.history())).hasSize(2);
        }

        @Test
        void oneOfTheCrowdThatIsLessThanThatOfOneAloneBefore() {
            story.lease(1, Workload.SHARED.key(0), 1, 0, 10, 100, 7).ended(20, true);
            story.lease(2, Workload.SHARED.key(0), 3, 30, 40, 130, 6).ended(50, true);
            assertThat(TokenOrder.findings(story.history())).hasSize(1);
        }

        @Test
        void oneOfOneAloneThatIsThatOfACrowdBefore() {
            story.lease(1, Workload.SHARED.key(0), 3, 0, 10, 100, 7).ended(20, true);
            story.lease(2, Workload.SHARED.key(0), 1, 30, 40, 130, 7).ended(50, true);
            assertThat(TokenOrder.findings(story.history())).hasSize(1);
        }

        @Test
        void nothingInACrowdThatHasTheTokenOfOneAloneBefore() {
            story.lease(1, Workload.SHARED.key(0), 1, 0, 10, 100, 7).ended(20, true);
            story.lease(2, Workload.SHARED.key(0), 3, 30, 40, 130, 7).ended(50, true);
            story.lease(3, Workload.SHARED.key(0), 3, 60, 70, 160, 7).ended(80, true);
            assertThat(TokenOrder.findings(story.history())).isEmpty();
        }

        @Test
        void nothingInCallsAtTheSameTime() {
            story.lease(1, KEY, 0, 40, 100, 8).ended(50, true);
            story.lease(2, KEY, 30, 60, 130, 7).ended(70, true);

            assertThat(TokenOrder.findings(story.history())).isEmpty();
        }
    }

    @Nested
    class WritesFinds {

        @Test
        void aValueThatWasThereBefore() {
            acknowledged(3);

            assertThat(found(new Write(1, 1), new Write(2, 2), new Write(2, 3)))
                    .extracting(Finding::check)
                    .containsExactly(Writes.NAME);
        }

        @Test
        void aWriteOfAnOlderHolder() {
            acknowledged(3);

            assertThat(found(new Write(1, 1), new Write(2, 3), new Write(3, 2)))
                    .extracting(Finding::check)
                    .containsExactly(Writes.STALE);
        }

        @Test
        void anAcknowledgedWriteThatIsNotThere() {
            acknowledged(3);

            assertThat(found(new Write(1, 1), new Write(2, 2))).hasSize(1);
        }

        @Test
        void aWriteOfWhichNobodyKnows() {
            acknowledged(1);

            assertThat(found(new Write(1, 1), new Write(2, 2))).hasSize(1);
        }

        @Test
        void nothingInOneThatWasDoneTwiceForTheSameHolder() {
            acknowledged(2);

            assertThat(found(new Write(1, 1), new Write(1, 1), new Write(2, 2))).isEmpty();
        }

        @Test
        void nothingInOneOfWhichItIsNotKnown() {
            acknowledged(1);
            story.event(1, EventType.WRITE_UNKNOWN, Workload.SQL.key(0), 50, 0);

            assertThat(found(new Write(1, 1), new Write(2, 2))).isEmpty();
        }

        private void acknowledged(int count) {
            for (int i = 1; i <= count; i++) {
                story.event(1, EventType.WRITTEN, Workload.SQL.key(0), i, i);
            }
        }

        private List<Finding> found(Write... writes) {
            return new Writes(story.history(), Workload.SQL, List.of(writes), 0).findings();
        }
    }

    @Nested
    class UnexplainedLossesFinds {

        @Test
        void aLeaseThatRedisDidNotKnowAnyMore() {
            story.lease(1, KEY, 0, 1, 100, 1).lost(50, Reason.REFUSED).ended(60, false);

            assertThat(UnexplainedLosses.findings(story.history())).hasSize(1);
        }

        @Test
        void oneWhoseConnectionWasCutWhileItWasHeld() {
            story.fault(Fault.RESET, 40, 41);
            story.lease(1, KEY, 0, 1, 100, 1).lost(50, Reason.REFUSED).ended(90, false);

            assertThat(UnexplainedLosses.findings(story.history())).hasSize(1);
        }

        @Test
        void nothingInOneThatExpired() {
            story.lease(1, KEY, 0, 1, 100, 1).lost(100, Reason.EXPIRED).ended(110, false);

            assertThat(UnexplainedLosses.findings(story.history())).isEmpty();
        }

        @Test
        void nothingWhereTheDataWereLost() {
            story.fault(Fault.REDIS_EMPTIED, 40, 45);
            story.lease(1, KEY, 0, 1, 100, 1).lost(50, Reason.REFUSED).ended(60, false);

            assertThat(UnexplainedLosses.findings(story.history())).isEmpty();
        }

        @Test
        void oneWhereAnotherWorkersConnectionWasCut() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(60, true).lost(65, Reason.REFUSED);
            story.fault(Fault.RESET, 2, 61, 62);

            assertThat(UnexplainedLosses.findings(story.history())).hasSize(1);
        }

        @Test
        void nothingInAReleaseThatWasSentTwice() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(60, true).lost(65, Reason.REFUSED);
            story.fault(Fault.RESET, 61, 62);

            assertThat(UnexplainedLosses.findings(story.history())).isEmpty();
        }
    }

    @Nested
    class SilentLossesFinds {

        @Test
        void aLeaseThatEndedBeforeItsWorkWithoutASignal() {
            story.lease(1, KEY, 0, 1, 100, 1).ended(150, false);

            assertThat(SilentLosses.findings(story.history())).hasSize(1);
        }

        @Test
        void aSignalThatCameMuchTooLate() {
            story.lease(1, KEY, 0, 1, 100, 1).lost(2_200, Reason.EXPIRED).ended(2_300, false);

            assertThat(SilentLosses.findings(story.history())).hasSize(1);
        }

        @Test
        void nothingInOneThatWasToldOrEndedInTime() {
            story.lease(1, KEY, 0, 1, 100, 1).lost(101, Reason.EXPIRED).ended(150, false);
            story.lease(1, KEY, 160, 161, 260, 2).ended(170, true);

            assertThat(SilentLosses.findings(story.history())).isEmpty();
        }

        @Test
        void nothingInOneThatWasRenewedForLong() {
            story.lease(1, Workload.SHARED.key(0), 0, 1, 400, 1)
                    .renewed(3, 1)
                    .lost(3_000, Reason.EXPIRED)
                    .ended(3_100, false);
            assertThat(SilentLosses.findings(story.history())).isEmpty();
        }

        @Test
        void nothingInAWorkerThatWasStopped() {
            story.lease(1, KEY, 0, 1, 100, 1).lost(2_200, Reason.EXPIRED).ended(2_300, false);
            story.fault(Fault.WORKER_STOPPED, 1, 50, 2_190);

            assertThat(SilentLosses.findings(story.history())).isEmpty();
        }
    }

    @Nested
    class IdleKeysFinds {

        private final List<Standstill> standstills = new ArrayList<>();

        @Test
        void aKeyThatNobodyGotThoughSomebodyWaited() {
            story.lease(1, KEY, 0, 1, 600, 1).ended(10, true);
            story.lease(2, KEY, 5, 3_900, 4_500, 2).ended(3_910, true);

            assertThat(found()).hasSize(1);
        }

        @Test
        void thatAlsoWhereThoseWhoWaitedGaveUp() {
            story.lease(1, KEY, 0, 1, 600, 1).ended(10, true);
            story.refused(2, KEY, 5, 2_000);
            story.lease(3, KEY, 1_900, 3_900, 4_500, 2).ended(3_910, true);

            assertThat(found()).hasSize(1);
        }

        @Test
        void aKeyThatACrowdHasLeft() {
            Key key = Workload.PERMITS.key(0);
            story.lease(1, key, 3, 0, 1, 400, 1).ended(10, true);
            story.lease(2, key, 3, 0, 2, 400, 1).ended(20, true);
            story.lease(3, key, 3, 5, 3_900, 4_300, 1).ended(3_910, true);
            assertThat(found()).hasSize(1);
        }

        @Test
        void nothingWhileOneOfTheCrowdIsThere() {
            Key key = Workload.PERMITS.key(0);
            story.lease(1, key, 3, 0, 1, 400, 1).ended(3_800, true);
            story.lease(2, key, 3, 0, 2, 400, 1).ended(20, true);
            story.lease(3, key, 3, 5, 3_900, 4_300, 1).ended(3_910, true);
            assertThat(found()).isEmpty();
        }

        @Test
        void nothingWhereNobodyWaited() {
            story.lease(1, KEY, 0, 1, 600, 1).ended(10, true);
            story.lease(2, KEY, 3_895, 3_900, 4_500, 2).ended(3_910, true);

            assertThat(found()).isEmpty();
        }

        @Test
        void nothingWhereRedisCouldNotBeReached() {
            story.lease(1, KEY, 0, 1, 600, 1).ended(10, true);
            story.fault(Fault.REDIS_STOPPED, 20, 2_800);
            story.lease(2, KEY, 5, 3_900, 4_500, 2).ended(3_910, true);

            assertThat(found()).isEmpty();
        }

        @Test
        void nothingWhereRedisAnsweredNobody() {
            story.lease(1, KEY, 0, 1, 600, 1).ended(10, true);
            standstills.add(new Standstill(TimeUnit.MILLISECONDS.toNanos(20), TimeUnit.MILLISECONDS.toNanos(2_800)));
            story.lease(2, KEY, 5, 3_900, 4_500, 2).ended(3_910, true);

            assertThat(found()).isEmpty();
        }

        @Test
        void nothingBeforeTheLockOfADeadWorkerExpires() {
            story.lease(1, KEY, 0, 1, 3_800, 1);
            story.killed(1, 10);
            story.lease(2, KEY, 5, 3_900, 4_500, 2).ended(3_910, true);

            assertThat(found()).isEmpty();
        }

        private List<Finding> found() {
            return IdleKeys.of(story.history(), standstills).findings();
        }
    }

    @Nested
    class WorkerEndsFinds {

        @Test
        void aWorkerThatFailed() {
            story.event(1, EventType.FAILED, KEY, 1, 0).event(1, EventType.DONE, KEY, 2, 0);

            assertThat(WorkerEnds.findings(story.history(), Set.of(1))).hasSize(1);
        }

        @Test
        void aThreadThatIsLeft() {
            story.event(1, EventType.DONE, KEY, 2, 1);

            assertThat(WorkerEnds.findings(story.history(), Set.of(1))).hasSize(1);
        }

        @Test
        void aWorkerThatDidNotEnd() {
            story.event(1, EventType.DONE, KEY, 2, 0);

            assertThat(WorkerEnds.findings(story.history(), Set.of(1, 2))).hasSize(1);
        }

        @Test
        void nothingInOneThatEnded() {
            story.event(1, EventType.DONE, KEY, 2, 0);

            assertThat(WorkerEnds.findings(story.history(), Set.of(1))).isEmpty();
        }
    }

    @Test
    void grantsOfCrowdsAreCountedByHowManyThereMayBe() {
        story.lease(1, Workload.SHARED.key(0), Integer.MAX_VALUE, 0, 1, 400, 1).ended(10, true);
        story.lease(1, Workload.SHARED.key(0), 1, 0, 1, 400, 2).ended(10, true);
        story.lease(1, KEY, 0, 1, 100, 1).ended(10, true);
        assertThat(Coverage.grants(story.history())).isEqualTo(Map.of("SHARED/shared", 1L, "SHARED/1", 1L, "RAW", 1L));
    }

    @Test
    void leasesUnderAFaultAreThoseThatItTouched() {
        story.lease(1, KEY, 0, 1, 100, 1).ended(10, true);
        story.fault(Fault.RESET, 20, 30);
        story.lease(1, KEY, 29, 35, 100, 2).ended(36, true);
        story.lease(1, KEY, 40, 41, 100, 3).ended(50, true);
        story.fault(Fault.DELAY, 45, 60);

        story.fault(Fault.WORKER_STOPPED, 2, 70, 80);
        story.lease(1, KEY, 65, 66, 165, 4).ended(90, true);

        assertThat(Coverage.underFault(story.history())).isEqualTo(3);
        assertThat(Coverage.touched(story.history())).isEqualTo(2);
        assertThat(Coverage.injections(story.history()))
                .isEqualTo(Map.of("RESET", 1L, "DELAY", 1L, "WORKER_STOPPED", 1L));
    }

    @Test
    void bodiesOverlapAlsoWhereTheFirstHasLostItsLease() {
        Key key = Workload.COUNTER.key(0);
        story.lease(1, key, 0, 1, 200, 1).ended(250, false);
        story.lease(2, key, 100, 205, 400, 2).ended(240, true);
        story.lease(3, key, 100, 260, 400, 3).ended(270, true);

        assertThat(new DoubleHolders(story.history()).findings()).isEmpty();
        assertThat(Coverage.overlappingBodies(story.history(), Workload.COUNTER))
                .isEqualTo(1);
    }

    @Test
    void recoveryIsCountedFromTheDeadlineOfADeadHolder() {
        story.lease(1, KEY, 0, 1, 600, 1);
        story.killed(1, 100).fault(Fault.WORKER_KILLED, 99, 500);
        story.lease(2, KEY, 50, 615, 1_200, 2).ended(620, true);

        assertThat(Figures.of(story.history()).recovery()).containsExactly(15.0);
    }
}
