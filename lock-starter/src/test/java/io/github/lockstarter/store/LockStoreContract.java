package io.github.lockstarter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What every store promises. Each implementation runs it. */
public abstract class LockStoreContract {

    protected static final Duration TTL = Duration.ofSeconds(10);

    private static final AtomicInteger NUMBER = new AtomicInteger();

    protected abstract LockStore store();

    /** Lets time pass for what the store keeps. */
    protected abstract void elapse(Duration time);

    @Nested
    class Acquiring {

        @Test
        void grantsAFreeLockForItsTtl() {
            Grant grant = granted(acquire("a", token()));

            assertThat(grant.fencingToken()).isPositive();
            assertThat(grant.expiresIn()).isEqualTo(TTL);
            elapse(TTL.minusSeconds(1));
            busy(acquire("a", token()));
            elapse(Duration.ofMillis(1_001));
            granted(acquire("a", token()));
        }

        @Test
        void answersBusyWithTheOwnersInstanceAndWhatIsLeft() {
            granted(acquire("a", new OwnerToken("0123@web-1:42")));

            Busy busy = busy(acquire("a", token()));

            assertThat(busy.owner()).isEqualTo("web-1:42");
            assertThat(busy.expiresIn()).isPositive().isLessThanOrEqualTo(TTL.plusMillis(1));
            assertThat(busy.since()).isCloseTo(Instant.now(), within(5, ChronoUnit.SECONDS));
        }

        @Test
        void grantsTheSameTokenAgainWithTheSameFencingToken() {
            OwnerToken token = token();
            Grant first = granted(acquire("a", token));

            Grant second = granted(acquire("a", token));

            assertThat(second.fencingToken()).isEqualTo(first.fencingToken());
        }

        @Test
        void prolongsWhenAskedAgain() {
            OwnerToken token = token();
            acquire("a", token);
            elapse(Duration.ofSeconds(8));

            assertThat(granted(acquire("a", token)).expiresIn()).isEqualTo(TTL);
            elapse(Duration.ofSeconds(8));
            busy(acquire("a", token()));
        }

        @Test
        void neverShortensWhenAskedAgain() {
            OwnerToken token = token();
            acquire("a", token);

            Grant again = granted(answer(store().acquire(Acquire.once(List.of("a"), token, Duration.ofSeconds(1)))));

            assertThat(again.expiresIn()).isGreaterThan(Duration.ofSeconds(9));
            elapse(Duration.ofSeconds(5));
            busy(acquire("a", token()));
        }

        @Test
        void grantsToAnotherWhatHasExpired() {
            acquire("a", token());
            elapse(TTL.plusMillis(1));

            granted(acquire("a", token()));
        }

        @Test
        void keepsKeysApart() {
            granted(acquire("a", token()));
            granted(acquire("b", token()));
        }

        @Test
        void growsTheFencingTokenWithEachGrantWhateverEndedTheOneBefore() {
            List<Long> fencingTokens = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                OwnerToken token = token();
                fencingTokens.add(granted(acquire("a", token)).fencingToken());
                if (i % 2 == 0) {
                    release("a", token);
                } else {
                    elapse(TTL.plusMillis(1));
                }
            }

            assertThat(fencingTokens).isSorted().doesNotHaveDuplicates();
        }

        @Test
        void givesAtLeastTheFencingTokenThatIsAskedFor() {
            OwnerToken token = token();
            long high = granted(acquire("a", token)).fencingToken() + 1_000_000_000L;

            Acquire raising = new Acquire(List.of("a"), token, TTL, high, Standing.APART);

            assertThat(granted(answer(store().acquire(raising))).fencingToken()).isEqualTo(high);
            release("a", token);
            assertThat(granted(acquire("a", token())).fencingToken()).isGreaterThan(high);
        }
    }

    /** A lock that is released and stays taken for a while. */
    @Nested
    class Keeping {

        private final OwnerToken token = token();

        @Test
        void leavesItTakenForThatTime() {
            acquire("a", token);

            assertThat(keep("a", Duration.ofSeconds(3)).ours()).isTrue();

            Busy busy = busy(acquire("a", token()));
            assertThat(busy.owner()).isEqualTo("test");
            assertThat(busy.expiresIn()).isBetween(Duration.ofMillis(2_500), Duration.ofMillis(3_001));
            elapse(Duration.ofMillis(2_500));
            busy(acquire("a", token()));
            elapse(Duration.ofMillis(501));
            granted(acquire("a", token()));
        }

        @Test
        void mayLastLongerThanItsTtl() {
            acquire("a", token);
            keep("a", TTL.multipliedBy(2));

            elapse(TTL.plusSeconds(1));

            busy(acquire("a", token()));
        }

        @Test
        void makesItNobodys() {
            acquire("a", token);
            keep("a", Duration.ofSeconds(3));

            assertThat(release("a", token).ours()).isFalse();
            assertThat(renew("a", token, TTL)).isEqualTo(Renewal.REFUSED);
            answer(store().withdraw(Acquire.once(List.of("a"), token, TTL)));
            busy(acquire("a", token));
        }

        @Test
        void leavesWhatIsAnothers() {
            acquire("a", token);
            elapse(TTL.plusMillis(1));
            OwnerToken successor = token();
            granted(acquire("a", successor));

            assertThat(keep("a", Duration.ofHours(1)).ours()).isFalse();

            assertThat(release("a", successor).ours()).isTrue();
            granted(acquire("a", token()));
        }

        @Test
        void isForSeveralKeysToo() {
            List<String> both = List.of("a", "b");
            answer(store().acquire(Acquire.once(both, token, TTL)));

            Held kept = new Held(both, token, TTL).keptFor(Duration.ofSeconds(3));
            assertThat(answer(store().release(kept, null)).ours()).isTrue();

            busy(acquire("a", token()));
            busy(acquire("b", token()));
        }

        private Release keep(String key, Duration time) {
            return answer(store().release(new Held(List.of(key), token, TTL).keptFor(time), null));
        }
    }

    @Nested
    class Releasing {

        @Test
        void freesTheLock() {
            OwnerToken token = token();
            acquire("a", token);

            assertThat(release("a", token).ours()).isTrue();
            granted(acquire("a", token()));
        }

        @Test
        void leavesALockOfAnother() {
            OwnerToken late = token();
            acquire("a", late);
            elapse(TTL.plusMillis(1));
            OwnerToken successor = token();
            granted(acquire("a", successor));

            assertThat(release("a", late).ours()).isFalse();
            assertThat(release("a", successor).ours()).isTrue();
        }

        @Test
        void isNotOursTheSecondTimeNorForWhatWasNeverAcquired() {
            OwnerToken token = token();
            acquire("a", token);
            release("a", token);

            assertThat(release("a", token).ours()).isFalse();
            assertThat(release("never", token()).ours()).isFalse();
        }

        @Test
        void withdrawsWhatWasGrantedAndNothingElse() {
            OwnerToken token = token();
            Acquire acquire = Acquire.once(List.of("a"), token, TTL);
            answer(store().acquire(acquire));

            answer(store().withdraw(acquire));
            answer(store().withdraw(acquire));
            OwnerToken successor = token();
            granted(acquire("a", successor));
            answer(store().withdraw(acquire));

            assertThat(release("a", successor).ours()).isTrue();
        }
    }

    @Nested
    class Renewing {

        @Test
        void prolongsWhatIsOurs() {
            OwnerToken token = token();
            acquire("a", token);
            elapse(Duration.ofSeconds(8));

            assertThat(renew("a", token, TTL)).isEqualTo(Renewal.RENEWED);
            elapse(Duration.ofSeconds(8));
            busy(acquire("a", token()));
        }

        @Test
        void neverShortens() {
            OwnerToken token = token();
            acquire("a", token);

            assertThat(renew("a", token, Duration.ofSeconds(1))).isEqualTo(Renewal.RENEWED);
            elapse(Duration.ofSeconds(5));
            busy(acquire("a", token()));
        }

        @Test
        void refusesWhatIsNotOursAndLeavesItAlone() {
            OwnerToken late = token();
            acquire("a", late);
            elapse(TTL.plusMillis(1));
            assertThat(renew("a", late, TTL)).isEqualTo(Renewal.REFUSED);
            acquire("a", token());
            elapse(Duration.ofSeconds(8));

            assertThat(renew("a", late, TTL)).isEqualTo(Renewal.REFUSED);
            elapse(Duration.ofSeconds(3));
            granted(acquire("a", token()));
        }

        @Test
        void doesNotReviveWhatWasReleased() {
            OwnerToken token = token();
            acquire("a", token);
            release("a", token);

            assertThat(renew("a", token, TTL)).isEqualTo(Renewal.REFUSED);
            granted(acquire("a", token()));
        }
    }

    @Nested
    class SeveralKeys {

        private final List<String> all = List.of("a", "b", "c");

        @Test
        void areGrantedTogetherWithOneFencingTokenAboveThatOfEach() {
            long highest = 0;
            for (String key : all) {
                OwnerToken token = token();
                highest = Math.max(highest, granted(acquire(key, token)).fencingToken());
                release(key, token);
            }

            Grant grant = granted(acquireAll(token()));

            assertThat(grant.fencingToken()).isGreaterThan(highest);
            assertThat(grant.expiresIn()).isEqualTo(TTL);
            all.forEach(key -> busy(acquire(key, token())));
        }

        @Test
        void areAllLeftWhenOneIsBusy() {
            granted(acquire("b", new OwnerToken("0123@web-1")));

            assertThat(busy(acquireAll(token())).owner()).isEqualTo("web-1");
            granted(acquire("a", token()));
            granted(acquire("c", token()));
        }

        @Test
        void areGrantedAgainToTheSameToken() {
            OwnerToken token = token();
            Grant first = granted(acquireAll(token));

            assertThat(granted(acquireAll(token)).fencingToken()).isEqualTo(first.fencingToken());
        }

        @Test
        void areReleasedAndRenewedTogether() {
            OwnerToken token = token();
            acquireAll(token);
            elapse(Duration.ofSeconds(8));
            Held held = new Held(all, token, TTL);
            assertThat(answer(store().renew(held, TTL))).isEqualTo(Renewal.RENEWED);
            elapse(Duration.ofSeconds(8));
            all.forEach(key -> busy(acquire(key, token())));

            assertThat(answer(store().release(held, null)).ours()).isTrue();
            granted(acquireAll(token()));
        }

        @Test
        void areNotOursWhenOneWasLost() {
            OwnerToken token = token();
            acquireAll(token);
            release("b", token);

            assertThat(answer(store().release(new Held(all, token, TTL), null)).ours())
                    .isFalse();
            granted(acquireAll(token()));
        }
    }

    @Nested
    class HandingOver {

        @Test
        void endsOneLeaseAndBeginsTheNextInOneStep() {
            OwnerToken token = token();
            Grant before = granted(acquire("a", token));
            OwnerToken next = token();

            Release release = handOver(token, next);

            assertThat(release.ours()).isTrue();
            Grant after = granted(release.next());
            assertThat(after.fencingToken()).isGreaterThan(before.fencingToken());
            assertThat(after.expiresIn()).isEqualTo(TTL);
            assertThat(release("a", token).ours()).isFalse();
            assertThat(release("a", next).ours()).isTrue();
        }

        @Test
        void givesTheNextLeaseItsWholeTtl() {
            OwnerToken token = token();
            acquire("a", token);
            elapse(Duration.ofSeconds(8));

            handOver(token, token());

            elapse(Duration.ofSeconds(8));
            busy(acquire("a", token()));
        }

        @Test
        void saysThatItWasNotOursAndLeavesWhatIsAnothers() {
            OwnerToken late = token();
            acquire("a", late);
            elapse(TTL.plusMillis(1));
            OwnerToken successor = token();
            acquire("a", successor);

            Release release = handOver(late, token());

            assertThat(release.ours()).isFalse();
            busy(release.next());
            assertThat(release("a", successor).ours()).isTrue();
        }
    }

    @Test
    void neverGrantsToTwoAtOnce() throws Exception {
        assertThat(tooManyAtOnce(200, LockStoreContract::token)).isZero();
    }

    /** How often one of eight threads had the lock beside more than its token allows; each has it so many times. */
    protected int tooManyAtOnce(int rounds, Supplier<OwnerToken> tokens) throws Exception {
        int threads = 8;
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger tooMany = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<?>> runs = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                runs.add(pool.submit(() -> {
                    for (int done = 0; done < rounds; ) {
                        OwnerToken token = tokens.get();
                        if (acquire("a", token) instanceof Grant) {
                            if (inside.incrementAndGet() > token.permits()) {
                                tooMany.incrementAndGet();
                            }
                            inside.decrementAndGet();
                            release("a", token);
                            done++;
                        }
                    }
                }));
            }
            for (Future<?> run : runs) {
                run.get(60, TimeUnit.SECONDS);
            }
        } finally {
            pool.shutdownNow();
        }
        return tooMany.get();
    }

    /** For people: who has it, and to end it whoever has it. */
    @Nested
    class InspectingAndForcing {

        @Test
        void aFreeLockIsNobodysAndCannotBeReleasedByForce() {
            assertThat(answer(store().inspect("a"))).isEqualTo(new LockState(false, null, null, 0, 0));
            assertThat(answer(store().forceRelease("a"))).isEqualTo(ForcedRelease.NOT_HELD);
        }

        @Test
        void aHeldLockShowsItsHolderItsTtlAndItsFencingToken() {
            Grant grant = granted(acquire("a", new OwnerToken("0123@web-1:42")));

            LockState state = answer(store().inspect("a"));

            assertThat(state.held()).isTrue();
            assertThat(state.owner()).isEqualTo("web-1:42");
            assertThat(state.expiresIn()).isPositive().isLessThanOrEqualTo(TTL.plusMillis(1));
            assertThat(state.fencingToken()).isEqualTo(grant.fencingToken());
            assertThat(state.waiting()).isZero();
        }

        @Test
        void onceReleasedItIsNobodys() {
            OwnerToken token = token();
            acquire("a", token);
            release("a", token);

            assertThat(answer(store().inspect("a")).held()).isFalse();
        }

        @Test
        void releasedByForceItsHolderHasItNoMoreAndTheFencingTokenHasGrown() {
            OwnerToken token = new OwnerToken("0123@web-1:42");
            Grant before = granted(acquire("a", token));

            ForcedRelease forced = answer(store().forceRelease("a"));

            assertThat(forced.wasHeld()).isTrue();
            assertThat(forced.owner()).isEqualTo("web-1:42");
            assertThat(forced.fencingToken()).isGreaterThan(before.fencingToken());
            assertThat(renew("a", token, TTL)).isEqualTo(Renewal.REFUSED);
            assertThat(release("a", token).ours()).isFalse();
            assertThat(granted(acquire("a", token())).fencingToken()).isGreaterThan(forced.fencingToken());
        }

        @Test
        void aLockThatIsKeptAfterItsReleaseCanBeReleasedByForce() {
            OwnerToken token = token();
            acquire("a", token);
            answer(store().release(new Held(List.of("a"), token, TTL, Duration.ofSeconds(5)), null));

            assertThat(answer(store().inspect("a")).held()).isTrue();
            assertThat(answer(store().forceRelease("a")).wasHeld()).isTrue();
            granted(acquire("a", token()));
        }
    }

    protected static OwnerToken token() {
        return new OwnerToken("%032x@test".formatted(NUMBER.incrementAndGet()));
    }

    protected Answer acquire(String key, OwnerToken token) {
        return answer(store().acquire(Acquire.once(List.of(key), token, TTL)));
    }

    private Answer acquireAll(OwnerToken token) {
        return answer(store().acquire(Acquire.once(List.of("a", "b", "c"), token, TTL)));
    }

    protected Release release(String key, OwnerToken token) {
        return answer(store().release(new Held(List.of(key), token, TTL), null));
    }

    protected Release handOver(OwnerToken from, OwnerToken to) {
        return handOver(from, to, Standing.APART);
    }

    protected Release handOver(OwnerToken from, OwnerToken to, Standing standing) {
        return answer(
                store().release(new Held(List.of("a"), from, TTL), new Acquire(List.of("a"), to, TTL, 0, standing)));
    }

    protected Renewal renew(String key, OwnerToken token, Duration ttl) {
        return answer(store().renew(new Held(List.of(key), token, TTL), ttl));
    }

    protected static Grant granted(Answer answer) {
        assertThat(answer).isInstanceOf(Grant.class);
        return (Grant) answer;
    }

    protected static Busy busy(Answer answer) {
        assertThat(answer).isInstanceOf(Busy.class);
        return (Busy) answer;
    }

    protected static <T> T answer(CompletionStage<T> stage) {
        return stage.toCompletableFuture().orTimeout(5, TimeUnit.SECONDS).join();
    }
}
