package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@link OnLost#INTERRUPT}. */
@Tag("without-spring")
class InterruptionTests {

    private static final LockRequest REQUEST =
            LockRequest.of("a").ttl(Duration.ofMillis(100)).retries(100).onLost(OnLost.INTERRUPT);

    private final RedisServer server = TestRedis.empty();

    private final RedisLocks redis = new RedisLocks(server, RedisLocks.DEFAULTS);

    private final LockTemplate locks = redis.template();

    @AfterEach
    void end() {
        redis.close();
    }

    @Test
    void endsAMethodThatWaitsAndTheCallerSeesTheLoss() {
        LeaseLostException loss = catchThrowableOfType(
                LeaseLostException.class,
                () -> locks.execute(REQUEST, lease -> {
                    Thread.sleep(60_000);
                    return null;
                }));

        assertThat(loss.reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
        assertThat(loss.methodCompleted()).isFalse();
        assertThat(loss.getSuppressed())
                .hasOnlyElementsOfType(InterruptedException.class)
                .hasSize(1);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void isTakenOffAMethodThatTakesNoNoticeOfIt() {
        LeaseLostException loss = catchThrowableOfType(
                LeaseLostException.class,
                () -> locks.execute(REQUEST, lease -> {
                    Await.until(() -> Thread.currentThread().isInterrupted());
                    assertThat(lease.isValid()).isFalse();
                    return "done";
                }));

        assertThat(loss.methodCompleted()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void anothersInterruptStays() {
        LeaseLostException loss = catchThrowableOfType(
                LeaseLostException.class,
                () -> locks.execute(REQUEST, lease -> {
                    Thread.currentThread().interrupt();
                    Await.until(() -> !lease.isValid());
                    return null;
                }));

        assertThat(loss).isNotNull();
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void ofAnOuterCallSurvivesTheEndOfAnInnerOne() {
        LockRequest inner = REQUEST.keys(List.of("inner")).ttl(Duration.ofMillis(60));

        LeaseLostException loss = catchThrowableOfType(
                LeaseLostException.class,
                () -> locks.execute(REQUEST, lease -> {
                    LeaseLostException innerLoss = catchThrowableOfType(
                            LeaseLostException.class,
                            () -> locks.execute(inner, innerLease -> {
                                Await.until(() -> !innerLease.isValid() && !lease.isValid());
                                Await.until(() -> Thread.currentThread().isInterrupted());
                                return null;
                            }));
                    assertThat(innerLoss.keys()).containsExactly("inner");
                    Thread.sleep(10_000);
                    return null;
                }));

        assertThat(loss.keys()).containsExactly("a");
        assertThat(loss.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class);
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
    }

    @Test
    void comesAfterAnothersThatTheMethodHasTakenNoticeOf() {
        LeaseLostException loss = catchThrowableOfType(
                LeaseLostException.class,
                () -> locks.execute(REQUEST, lease -> {
                    Thread.currentThread().interrupt();
                    Await.until(() -> !lease.isValid());
                    assertThat(Thread.interrupted()).isTrue();
                    Thread.sleep(10_000);
                    return null;
                }));

        assertThat(loss.getSuppressed()).hasOnlyElementsOfType(InterruptedException.class);
    }

    /** As when whoever found out the loss has not come to the interrupt yet. */
    @Test
    void isNotNeededForALossThatTheMethodFoundOutItself() {
        IllegalStateException own = new IllegalStateException("lost, I see");

        LeaseLostException loss = catchThrowableOfType(
                LeaseLostException.class,
                () -> locks.execute(REQUEST, lease -> {
                    ((HeldLease) lease).work().interrupting(null);
                    Await.until(() -> !lease.isValid());
                    throw own;
                }));

        assertThat(loss.getSuppressed()).containsExactly(own);
    }

    @Test
    void doesNotReachAMethodWithoutIt() {
        for (OnLost onLost : List.of(OnLost.SIGNAL, OnLost.WARN)) {
            try {
                locks.execute(REQUEST.onLost(onLost), lease -> {
                    Await.until(() -> !lease.isValid());
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
                    assertThat(Thread.currentThread().isInterrupted()).isFalse();
                    return null;
                });
            } catch (LeaseLostException loss) {
                assertThat(onLost).isEqualTo(OnLost.SIGNAL);
            }
        }
    }

    /** The methods end around the moment of the loss, in all the ways a method can. */
    @Test
    @Tag("many-rounds")
    void neverReachesWhatTheThreadDoesNext() throws Exception {
        int rounds = Rounds.of(400, 3_000);
        locks.acquire(LockRequest.of("warm-up")).close();
        AtomicInteger number = new AtomicInteger();
        AtomicInteger lost = new AtomicInteger();
        AtomicInteger inTime = new AtomicInteger();
        Thread[] threads = new Thread[8];
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        for (int i = 0; i < threads.length; i++) {
            threads[i] = new Thread(() -> {
                try {
                    for (int n = number.incrementAndGet(); n <= rounds; n = number.incrementAndGet()) {
                        round(n, lost, inTime);
                        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5);
                        while (System.nanoTime() - end < 0) {
                            assertThat(Thread.currentThread().isInterrupted()).isFalse();
                        }
                    }
                } catch (Throwable e) {
                    failures.add(e);
                }
            });
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join(120_000);
        }

        assertThat(failures).isEmpty();
        assertThat(lost.get() + inTime.get()).isEqualTo(rounds);
        assertThat(lost.get()).isGreaterThan(rounds / 4);
        assertThat(inTime.get()).isPositive();
        Figures.print(
                "INTERRUPT, %d rounds: %d lost, each with LeaseLostException, %d in time, 0 interrupts after the method",
                rounds, lost.get(), inTime.get());
    }

    private void round(int n, AtomicInteger lost, AtomicInteger inTime) {
        IllegalStateException own = new IllegalStateException("round " + n);
        // Whether the lease was lost, and whether the method ran.
        boolean[] seen = new boolean[2];
        try {
            locks.execute(REQUEST.keys(List.of("k" + n)).ttl(Duration.ofMillis(20)), lease -> {
                seen[1] = true;
                long end = System.nanoTime()
                        + TimeUnit.MICROSECONDS.toNanos(
                                ThreadLocalRandom.current().nextLong(2_000, 21_000));
                while (System.nanoTime() - end < 0) {
                    if (n % 3 == 0 && Thread.currentThread().isInterrupted()) {
                        break;
                    }
                }
                seen[0] = !CurrentLease.require().isValid();
                if (n % 2 == 0) {
                    throw own;
                }
                return null;
            });
            assertThat(seen[0]).isFalse();
            inTime.incrementAndGet();
        } catch (LeaseLostException loss) {
            lost.incrementAndGet();
            // On a slow machine the deadline passes before the method begins, and then it does not.
            if (n % 2 == 0 && seen[1]) {
                assertThat(loss.getSuppressed()).containsExactly(own);
            }
        } catch (IllegalStateException e) {
            assertThat(e).isSameAs(own);
            // Lost and not interrupted: the loss showed after the method only, at the release.
            assertThat(seen[0]).isFalse();
            inTime.incrementAndGet();
        }
    }

    /** On one thread, step by step. */
    @Nested
    class OfOneThread {

        private final ScheduledExecutorService scheduler = new ScheduledThreadPoolExecutor(1);

        private final Signals signals = new Signals(scheduler);

        @AfterEach
        void end() {
            signals.close();
            scheduler.shutdownNow();
        }

        @Test
        void doesNothingOnceTheCallIsOver() {
            Interruption call = new Interruption();
            assertThat(call.end()).isFalse();

            call.demand(signals);

            assertThat(Thread.interrupted()).isFalse();
        }

        @Test
        void isTakenOffWithItsCall() {
            Interruption call = new Interruption();
            call.demand(signals);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();

            assertThat(call.end()).isTrue();

            assertThat(Thread.interrupted()).isFalse();
        }

        @Test
        void isSentAgainWhenAnInnerCallHasTakenItOff() {
            Interruption outer = new Interruption();
            Interruption inner = new Interruption();
            inner.demand(signals);
            assertThat(Thread.interrupted()).isTrue();
            outer.demand(signals);

            assertThat(inner.end()).isTrue();

            assertThat(Thread.currentThread().isInterrupted()).isTrue();
            assertThat(outer.end()).isTrue();
            assertThat(Thread.interrupted()).isFalse();
        }

        @Test
        void isNotSentToACallThatHasItsException() {
            Interruption call = new Interruption();
            call.demand(signals);

            call.told();

            assertThat(Thread.interrupted()).isFalse();
            assertThat(call.end()).isTrue();
        }
    }
}
