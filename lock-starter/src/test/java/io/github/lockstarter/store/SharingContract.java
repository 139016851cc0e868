package io.github.lockstarter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a store promises besides in which several may hold a lock at once. */
public abstract class SharingContract extends LineContract {

    @Nested
    class Sharing {

        @Test
        void severalHoldALockAtOnceAndNobodyHoldsItAlone() {
            granted(acquire("a", shared()));
            granted(acquire("a", shared()));

            Busy busy = busy(acquire("a", token()));

            assertThat(busy.owner()).isEqualTo("test");
            assertThat(busy.since()).isNull();
            assertThat(busy.expiresIn()).isPositive().isLessThanOrEqualTo(TTL.plusMillis(2));
            granted(acquire("a", shared()));
        }

        @Test
        void nobodySharesALockThatOneHoldsAlone() {
            granted(acquire("a", token()));

            Busy busy = busy(acquire("a", shared()));

            assertThat(busy.since()).isNotNull();
            assertThat(busy.permits()).isOne();
        }

        @Test
        void itIsFreeOnceTheLastHasReleasedIt() {
            OwnerToken one = shared();
            OwnerToken other = shared();
            acquire("a", one);
            acquire("a", other);

            assertThat(release("a", one).ours()).isTrue();
            busy(acquire("a", token()));
            assertThat(release("a", one).ours()).isFalse();
            assertThat(release("a", other).ours()).isTrue();
            granted(acquire("a", token()));
        }

        @Test
        void eachHasATtlOfItsOwn() {
            OwnerToken first = shared();
            OwnerToken second = shared();
            acquire("a", first);
            elapse(Duration.ofSeconds(8));
            assertThat(granted(acquire("a", second)).expiresIn()).isEqualTo(TTL);
            elapse(Duration.ofSeconds(3));

            assertThat(renew("a", first, TTL)).isEqualTo(Renewal.REFUSED);
            assertThat(release("a", first).ours()).isFalse();
            busy(acquire("a", token()));
            assertThat(renew("a", second, TTL)).isEqualTo(Renewal.RENEWED);
            elapse(Duration.ofSeconds(8));
            busy(acquire("a", token()));
            elapse(Duration.ofMillis(2_002));
            granted(acquire("a", token()));
        }

        @Test
        void aRenewalNeverShortensAndRevivesNothing() {
            OwnerToken one = shared();
            acquire("a", one);
            assertThat(renew("a", one, Duration.ofSeconds(1))).isEqualTo(Renewal.RENEWED);
            elapse(Duration.ofSeconds(5));
            busy(acquire("a", token()));

            elapse(TTL);
            assertThat(renew("a", one, TTL)).isEqualTo(Renewal.REFUSED);
            OwnerToken alone = token();
            granted(acquire("a", alone));
            assertThat(renew("a", one, TTL)).isEqualTo(Renewal.REFUSED);
            assertThat(release("a", one).ours()).isFalse();
            assertThat(release("a", alone).ours()).isTrue();
        }

        @Test
        void itLastsNoLongerThanThoseWhoAreLeft() {
            OwnerToken brief = shared();
            OwnerToken lasting = shared();
            acquire("a", brief);
            answer(store().acquire(Acquire.once(List.of("a"), lasting, Duration.ofMinutes(10))));
            busy(acquire("a", token()));

            release("a", lasting);

            elapse(TTL.plusMillis(2));
            granted(acquire("a", token()));
        }

        @Test
        void theSameTokenAgainIsTheSameLeaseAndNeverShortened() {
            OwnerToken one = permits(2);
            Grant first = granted(acquire("a", one));
            elapse(Duration.ofSeconds(4));

            Grant again = granted(answer(store().acquire(Acquire.once(List.of("a"), one, Duration.ofSeconds(1)))));

            assertThat(again.fencingToken()).isEqualTo(first.fencingToken());
            assertThat(again.expiresIn()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(6));
            assertThat(granted(acquire("a", one)).expiresIn()).isEqualTo(TTL);
            granted(acquire("a", permits(2)));
            busy(acquire("a", permits(2)));
        }

        @Test
        void allSeeTheFencingTokenOfTheLastWhoHadItAloneAndTheNextOneAGreater() {
            OwnerToken alone = token();
            long last = granted(acquire("a", alone)).fencingToken();
            release("a", alone);
            OwnerToken one = shared();
            OwnerToken other = permits(5);

            long seen = granted(acquire("a", one)).fencingToken();
            assertThat(granted(acquire("a", other)).fencingToken()).isEqualTo(seen);
            // A store may have forgotten the last: then they have one that is greater.
            assertThat(seen).isGreaterThanOrEqualTo(last);
            release("a", one);
            release("a", other);

            assertThat(granted(acquire("a", token())).fencingToken()).isGreaterThan(seen);
        }

        @Test
        void theFirstOfAllHasAFencingTokenToo() {
            OwnerToken first = shared();
            long token = granted(acquire("a", first)).fencingToken();

            assertThat(token).isPositive();
            assertThat(granted(acquire("a", shared())).fencingToken()).isEqualTo(token);
        }

        @Test
        void aPlaceThatIsKeptAfterItsReleaseIsTaken() {
            OwnerToken one = permits(2);
            acquire("a", one);
            acquire("a", permits(2));

            Held kept = new Held(List.of("a"), one, TTL).keptFor(Duration.ofSeconds(3));
            assertThat(answer(store().release(kept, null)).ours()).isTrue();

            assertThat(release("a", one).ours()).isFalse();
            assertThat(renew("a", one, TTL)).isEqualTo(Renewal.REFUSED);
            busy(acquire("a", permits(2)));
            elapse(Duration.ofMillis(3_002));
            granted(acquire("a", permits(2)));
        }

        @Test
        void whatWasWithdrawnIsFree() {
            OwnerToken one = shared();
            Acquire acquire = Acquire.once(List.of("a"), one, TTL);
            answer(store().acquire(acquire));

            answer(store().withdraw(acquire));
            answer(store().withdraw(acquire));

            granted(acquire("a", token()));
        }

        @Test
        void peopleSeeHowManyHoldItAndEndAllOfThemByForce() {
            OwnerToken one = shared();
            OwnerToken other = shared();
            Grant before = granted(acquire("a", one));
            acquire("a", other);
            LockState state = answer(store().inspect("a"));
            assertThat(state.held()).isTrue();
            assertThat(state.holders()).isEqualTo(2);
            assertThat(state.owner()).isEqualTo("test");
            assertThat(state.expiresIn()).isPositive().isLessThanOrEqualTo(TTL.plusMillis(2));

            ForcedRelease forced = answer(store().forceRelease("a"));

            assertThat(forced.wasHeld()).isTrue();
            assertThat(forced.owner()).isEqualTo("test");
            assertThat(forced.fencingToken()).isGreaterThan(before.fencingToken());
            assertThat(answer(store().inspect("a")).holders()).isZero();
            assertThat(renew("a", one, TTL)).isEqualTo(Renewal.REFUSED);
            assertThat(release("a", other).ours()).isFalse();
            granted(acquire("a", token()));
        }

        @Test
        void itIsOfOneKey() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> Acquire.once(List.of("a", "b"), shared(), TTL))
                    .withMessageContaining("Several keys");
        }
    }

    @Nested
    class Permits {

        @Test
        void areAsManyAsTheySay() {
            OwnerToken first = permits(3);
            assertThat(granted(acquire("a", first)).permits()).isEqualTo(3);
            granted(acquire("a", permits(3)));
            granted(acquire("a", permits(3)));

            assertThat(busy(acquire("a", permits(3))).permits()).isEqualTo(3);
            release("a", first);
            granted(acquire("a", permits(3)));
            busy(acquire("a", permits(3)));
        }

        @Test
        void oneWhoDiesGivesItsOwnBackAfterItsTtl() {
            granted(acquire("a", permits(2)));
            elapse(Duration.ofSeconds(5));
            granted(acquire("a", permits(2)));
            assertThat(busy(acquire("a", permits(2))).expiresIn()).isBetween(Duration.ZERO, Duration.ofMillis(5_002));

            elapse(Duration.ofMillis(5_002));

            granted(acquire("a", permits(2)));
            busy(acquire("a", permits(2)));
        }

        @Test
        void theSmallestNumberInUseHoldsAndNoLongerThanItIsInUse() {
            OwnerToken few = permits(2);
            OwnerToken many = permits(5);
            granted(acquire("a", many));
            granted(acquire("a", few));

            assertThat(busy(acquire("a", permits(5))).permits()).isEqualTo(2);
            assertThat(busy(acquire("a", shared())).permits()).isEqualTo(2);
            release("a", few);

            assertThat(granted(acquire("a", permits(5))).permits()).isEqualTo(5);
            busy(acquire("a", permits(2)));
            granted(acquire("a", permits(4)));
            busy(acquire("a", permits(3)));
            granted(acquire("a", permits(4)));
            busy(acquire("a", shared()));
        }

        @Test
        void ofOneAndOfSeveralExcludeEachOther() {
            OwnerToken one = permits(1);
            granted(acquire("a", one));
            busy(acquire("a", permits(3)));
            release("a", one);
            granted(acquire("a", permits(3)));

            busy(acquire("a", permits(1)));
        }
    }

    @Nested
    class StandingInLine {

        private final OwnerToken alone = token().deaf();

        @Test
        void oneWhoWantsItAloneHoldsBackWhoComesAfter() {
            OwnerToken before = shared();
            granted(acquire("a", before));
            busy(joining("a", alone));

            OwnerToken after = shared().deaf();
            busy(acquire("a", shared()));
            busy(joining("a", after));
            release("a", before);

            busy(joining("a", after));
            granted(joining("a", alone));
            release("a", alone);
            granted(joining("a", after));
        }

        @Test
        void whoWantsItSharedHoldsBackWhoWantsItAloneAfterwards() {
            OwnerToken holder = token();
            granted(acquire("a", holder));
            OwnerToken first = shared().deaf();
            busy(joining("a", first));
            busy(joining("a", alone));
            release("a", holder);

            busy(joining("a", alone));
            granted(joining("a", first));
            busy(joining("a", alone));
            release("a", first);
            granted(joining("a", alone));
        }

        @Test
        void allUpToTheNextWhoWantsItAloneGetItTogether() {
            OwnerToken holder = token();
            granted(acquire("a", holder));
            List<OwnerToken> together = List.of(shared().deaf(), shared().deaf(), shared().deaf());
            together.forEach(each -> busy(joining("a", each)));
            busy(joining("a", alone));
            OwnerToken after = shared().deaf();
            busy(joining("a", after));

            release("a", holder);

            busy(joining("a", after));
            together.forEach(
                    each -> assertThat(granted(joining("a", each)).expiresIn()).isEqualTo(TTL));
            together.forEach(each -> release("a", each));
            granted(joining("a", alone));
            busy(joining("a", after));
        }

        @Test
        void allOfThemAreWokenWhenItIsFree() {
            OwnerToken holder = token();
            List<OwnerToken> together = List.of(shared(), shared(), shared());
            Queue<OwnerToken> woken = new ConcurrentLinkedQueue<>();
            try (Subscription subscription = listening(holder, woken)) {
                granted(acquire("a", holder));
                together.forEach(each -> busy(joining("a", each)));
                busy(joining("a", alone));

                release("a", holder);

                Await.until(() -> woken.size() == 3);
                assertThat(woken).containsExactlyElementsOf(together);
            }
        }

        @Test
        void whoHasWaitedLongerStandsBeforeOneWhoCameMeanwhile() {
            granted(acquire("a", shared()));
            busy(joining("a", alone));

            Acquire earlier = new Acquire(List.of("a"), shared(), TTL, 0, Standing.IN_LINE, Duration.ofSeconds(5));

            granted(answer(store().acquire(earlier)));
            busy(joining("a", shared()));
        }

        @Test
        void whoLeavesTheLineHoldsNobodyBackAnyMore() {
            granted(acquire("a", shared()));
            busy(joining("a", alone));
            OwnerToken behind = shared();
            Queue<OwnerToken> woken = new ConcurrentLinkedQueue<>();
            try (Subscription subscription = listening(behind, woken)) {
                busy(joining("a", behind));

                answer(store().withdraw(Acquire.once(List.of("a"), alone, TTL)));

                Await.until(() -> !woken.isEmpty());
                assertThat(woken).containsExactly(behind);
                granted(joining("a", behind));
            }
        }

        @Test
        void thePlaceThatOneGivesBackGoesToTheFirst() {
            OwnerToken holder = permits(2);
            acquire("a", holder);
            acquire("a", permits(2));
            OwnerToken first = permits(2);
            OwnerToken second = permits(2);
            Queue<OwnerToken> woken = new ConcurrentLinkedQueue<>();
            try (Subscription subscription = listening(first, woken)) {
                busy(joining("a", first));
                busy(joining("a", second));

                release("a", holder);

                Await.until(() -> !woken.isEmpty());
                assertThat(woken).containsExactly(first);
                busy(acquire("a", permits(2)));
                busy(joining("a", second));
                granted(joining("a", first));
            }
        }

        @Test
        void aPlaceThatIsNotTakenUpGoesToTheNext() {
            OwnerToken holder = permits(2);
            acquire("a", holder);
            acquire("a", permits(2));
            busy(joining("a", permits(2).deaf()));
            OwnerToken second = permits(2).deaf();
            busy(joining("a", second));
            release("a", holder);
            busy(joining("a", second));

            elapse(Duration.ofMillis(1_002));

            granted(joining("a", second));
        }

        @Test
        void itsOrderIsKeptWhenAllHoldersExpire() {
            granted(acquire("a", shared()));
            busy(joining("a", alone));
            OwnerToken after = shared().deaf();
            busy(joining("a", after));
            elapse(TTL.plusMillis(2));

            busy(acquire("a", shared()));
            granted(joining("a", alone));
            release("a", alone);
            granted(joining("a", after));
        }
    }

    @Nested
    class HoldingBack {

        private final OwnerToken alone = token().deaf();

        @Test
        void goesOnWhileTheOneWhoWaitsLooks() {
            granted(answer(store().acquire(Acquire.once(List.of("a"), shared(), Duration.ofMinutes(1)))));
            busy(joining("a", alone));
            elapse(Duration.ofSeconds(2));
            busy(joining("a", alone));
            elapse(Duration.ofSeconds(2));

            busy(acquire("a", shared()));
        }

        @Test
        void oneWhoFindsTheLockExpiredAndHandsItOnStandsBehindThoseWhoWait() {
            granted(acquire("a", token()));
            OwnerToken first = shared().deaf();
            busy(joining("a", first));
            busy(joining("a", alone));
            elapse(TTL.plusMillis(1));

            OwnerToken late = token().deaf();
            busy(joining("a", late));
            granted(joining("a", first));
            release("a", first);

            busy(joining("a", late));
            granted(joining("a", alone));
        }
    }

    @Nested
    class PassingOn {

        @Test
        void endsOneLeaseAndBeginsAnotherInOneStep() {
            OwnerToken before = permits(2);
            acquire("a", before);
            acquire("a", permits(2));
            OwnerToken next = permits(2);

            Release release = handOver(before, next, Standing.IN_LINE);

            assertThat(release.ours()).isTrue();
            assertThat(granted(release.next()).expiresIn()).isEqualTo(TTL);
            assertThat(release("a", before).ours()).isFalse();
            busy(acquire("a", permits(2)));
            assertThat(release("a", next).ours()).isTrue();
        }

        @Test
        void letsThoseInLineComeFirstUnlessItMayGoAhead() {
            OwnerToken before = permits(2);
            acquire("a", before);
            OwnerToken other = permits(2);
            acquire("a", other);
            OwnerToken waiting = permits(2).deaf();
            busy(joining("a", waiting));
            OwnerToken next = permits(2).deaf();

            granted(handOver(before, next, Standing.AHEAD).next());
            OwnerToken last = permits(2).deaf();
            busy(handOver(next, last, Standing.IN_LINE).next());

            granted(joining("a", waiting));
            release("a", other);
            granted(joining("a", last));
        }

        @Test
        void ofWhatIsNotOursLeavesWhatIsAnothers() {
            OwnerToken late = permits(2);
            acquire("a", late);
            elapse(TTL.plusMillis(2));
            OwnerToken alone = token();
            acquire("a", alone);

            Release release = handOver(late, permits(2), Standing.AHEAD);

            assertThat(release.ours()).isFalse();
            busy(release.next());
            assertThat(release("a", alone).ours()).isTrue();
        }
    }

    @Test
    void nobodyEverHoldsItBesideMoreThanHeAllows() throws Exception {
        List<Integer> kinds = List.of(1, 3, OwnerToken.ANY_NUMBER);

        int tooMany = tooManyAtOnce(
                150, () -> permits(kinds.get(ThreadLocalRandom.current().nextInt(kinds.size()))));

        assertThat(tooMany).isZero();
        assertThat(answer(store().inspect("a")).held()).isFalse();
    }

    private Subscription listening(OwnerToken from, Queue<OwnerToken> woken) {
        Subscription subscription = store().onWake("test", new WakeListener() {
            @Override
            public void woken(OwnerToken token) {
                // Of this test: between the servers of a cluster, a message of an earlier one may still be on its way.
                if (token.value().compareTo(from.value()) >= 0) {
                    woken.add(token);
                }
            }

            @Override
            public void forceReleased(OwnerToken token) {}

            @Override
            public void listening() {}
        });
        Await.until(subscription::ensureListening);
        return subscription;
    }

    protected static OwnerToken shared() {
        return token().withPermits(OwnerToken.ANY_NUMBER);
    }

    protected static OwnerToken permits(int number) {
        return token().withPermits(number);
    }
}
