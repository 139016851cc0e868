package io.github.lockstarter.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a store with a line between JVMs promises besides. */
public abstract class LineContract extends LockStoreContract {

    @Nested
    class TheLine {

        private final OwnerToken holder = token();

        private final OwnerToken first = token().deaf();

        private final OwnerToken second = token().deaf();

        @Test
        void isServedInOrderWithoutAnybodyOvertaking() {
            holdWithTwoInLine();

            release("a", holder);

            busy(acquire("a", token()));
            busy(joining("a", second));
            Grant grant = granted(joining("a", first));
            assertThat(grant.expiresIn()).isEqualTo(TTL);
            release("a", first);
            assertThat(granted(joining("a", second)).fencingToken()).isGreaterThan(grant.fencingToken());
        }

        @Test
        void isHandedNothingThatIsKept() {
            holdWithTwoInLine();

            answer(store().release(new Held(List.of("a"), holder, TTL).keptFor(Duration.ofSeconds(3)), null));

            busy(joining("a", first));
            elapse(Duration.ofMillis(3_001));
            busy(joining("a", second));
            granted(joining("a", first));
        }

        @Test
        void losesASecondToOneWhoDoesNotTakeItUp() {
            holdWithTwoInLine();
            release("a", holder);

            elapse(Duration.ofMillis(1_001));

            granted(joining("a", second));
        }

        @Test
        void losesNoMoreThanTheTtlToHim() {
            Duration brief = Duration.ofMillis(200);
            answer(store().acquire(Acquire.once(List.of("a"), holder, brief)));
            busy(joining("a", first));
            answer(store().release(new Held(List.of("a"), holder, brief), null));

            elapse(brief.plusMillis(1));

            granted(acquire("a", token()));
        }

        @Test
        void keepsItsOrderWhenTheHolderExpires() {
            holdWithTwoInLine();
            elapse(TTL.plusMillis(1));

            busy(joining("a", token()));
            granted(joining("a", first));
        }

        @Test
        void forgetsOneWhoWithdraws() {
            holdWithTwoInLine();
            answer(store().withdraw(Acquire.once(List.of("a"), first, TTL)));
            release("a", holder);

            granted(joining("a", second));
        }

        @Test
        void passesAReservationOnWhenItIsWithdrawn() {
            holdWithTwoInLine();
            release("a", holder);
            answer(store().withdraw(Acquire.once(List.of("a"), first, TTL)));

            granted(joining("a", second));
        }

        private void holdWithTwoInLine() {
            granted(acquire("a", holder));
            busy(joining("a", first));
            busy(joining("a", second));
            busy(joining("a", first));
        }
    }

    @Nested
    class HandingOverBesideTheLine {

        @Test
        void letsThoseInLineComeFirst() {
            OwnerToken token = token();
            acquire("a", token);
            OwnerToken waiting = token().deaf();
            busy(joining("a", waiting));

            Release release = handOver(token, token());

            assertThat(release.ours()).isTrue();
            busy(release.next());
            granted(joining("a", waiting));
        }

        @Test
        void handsNothingToTheOneWhoseLeaseEndsThoughHeStandsInLine() {
            OwnerToken first = token();
            acquire("a", first);
            OwnerToken second = token().deaf();
            busy(joining("a", second));
            handOver(first, second, Standing.AHEAD);
            OwnerToken third = token();

            Release release = handOver(second, third, Standing.IN_LINE);

            assertThat(release.ours()).isTrue();
            granted(release.next());
            assertThat(release("a", third).ours()).isTrue();
        }

        @Test
        void goesBeforeThoseInLineIfItMay() {
            OwnerToken token = token();
            acquire("a", token);
            OwnerToken waiting = token().deaf();
            busy(joining("a", waiting));
            OwnerToken next = token();

            granted(handOver(token, next, Standing.AHEAD).next());

            release("a", next);
            granted(joining("a", waiting));
        }

        @Test
        void overtakesNobodyWhenThereIsNothingToHandOver() {
            OwnerToken late = token();
            acquire("a", late);
            OwnerToken waiting = token().deaf();
            busy(joining("a", waiting));
            elapse(TTL.plusMillis(1));

            Release release = handOver(late, token(), Standing.AHEAD);

            assertThat(release.ours()).isFalse();
            busy(release.next());
            granted(joining("a", waiting));
        }
    }

    @Nested
    class Waking {

        private final Queue<OwnerToken> woken = new ConcurrentLinkedQueue<>();

        private final OwnerToken holder = token();

        private final OwnerToken waiting = token();

        private volatile Consumer<OwnerToken> forceReleased = token -> {};

        @Test
        void tellsTheFirstInLineThatTheLockIsReservedForIt() {
            try (Subscription subscription = listening()) {
                granted(acquire("a", holder));
                busy(joining("a", waiting));
                busy(joining("a", token()));

                release("a", holder);

                Await.until(() -> !woken.isEmpty());
                assertThat(woken).containsExactly(waiting);
                granted(joining("a", waiting));
            }
        }

        @Test
        void reservesForOneWhoIsDeafAndTellsNobody() {
            try (Subscription subscription = listening()) {
                granted(acquire("a", holder));
                busy(joining("a", waiting.deaf()));
                release("a", holder);

                busy(joining("a", waiting));
                granted(joining("a", waiting.deaf()));
                release("a", waiting.deaf());

                // By then a hint for the first of the two would have come.
                Await.until(() -> !woken.isEmpty());
                assertThat(woken).containsExactly(waiting);
            }
        }

        @Test
        void aReleaseByForceTellsItsHolderAndServesTheLine() {
            List<OwnerToken> told = new CopyOnWriteArrayList<>();
            forceReleased = told::add;
            try (Subscription subscription = listening()) {
                granted(acquire("a", holder));
                busy(joining("a", waiting));
                assertThat(answer(store().inspect("a")).waiting()).isEqualTo(1);

                answer(store().forceRelease("a"));

                Await.until(() -> !told.isEmpty() && !woken.isEmpty());
                assertThat(told).containsExactly(holder);
                assertThat(woken).containsExactly(waiting);
                busy(acquire("a", token()));
                granted(joining("a", waiting));
            }
        }

        @Test
        void aHolderThatStandsInLineTooIsNotHandedWhatItLostByForce() {
            granted(acquire("a", waiting));
            busy(joining("a", holder.deaf()));
            release("a", waiting);
            // Asked for the same twice, and the second time in line.
            granted(joining("a", holder.deaf()));
            standInLine("a", holder.deaf());

            assertThat(answer(store().forceRelease("a")).wasHeld()).isTrue();

            granted(acquire("a", waiting));
        }

        @Test
        void aDeafHolderIsToldOfAReleaseByForceIfItListensAgain() {
            List<OwnerToken> told = new CopyOnWriteArrayList<>();
            forceReleased = told::add;
            try (Subscription subscription = listening()) {
                granted(acquire("a", holder.deaf()));

                answer(store().forceRelease("a"));

                Await.until(() -> !told.isEmpty());
                assertThat(told).containsExactly(holder.deaf());
            }
        }

        @Test
        void endsWithTheSubscription() {
            Subscription subscription = listening();
            subscription.close();
            subscription.close();

            assertThat(subscription.ensureListening()).isFalse();
        }

        /** They are numbered: between the servers of a cluster, a message of an earlier test may still be on its way. */
        private boolean isOfThisTest(OwnerToken token) {
            return number(token).compareTo(number(holder)) >= 0;
        }

        private static String number(OwnerToken token) {
            return token.value().substring(0, token.value().indexOf('@'));
        }

        private Subscription listening() {
            Subscription subscription = store().onWake("test", new WakeListener() {
                @Override
                public void woken(OwnerToken token) {
                    if (isOfThisTest(token)) {
                        woken.add(token);
                    }
                }

                @Override
                public void forceReleased(OwnerToken token) {
                    if (isOfThisTest(token)) {
                        forceReleased.accept(token);
                    }
                }

                @Override
                public void listening() {}
            });
            Await.until(subscription::ensureListening);
            return subscription;
        }
    }

    /** As one does that was handed the lock before its place in line was given up. */
    protected void standInLine(String key, OwnerToken token) {}

    protected Answer joining(String key, OwnerToken token) {
        return answer(store().acquire(new Acquire(List.of(key), token, TTL, 0, Standing.IN_LINE)));
    }
}
