package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-spring")
class LossSignalTests {

    private final RedisServer server = RedisServer.start();

    private final RecordingListener listener = new RecordingListener();

    private final RedisLocks redis = new RedisLocks(server, RedisLocks.DEFAULTS, listener);

    private final LockTemplate locks = redis.template();

    @AfterEach
    void end() {
        redis.close();
        server.close();
    }

    @Nested
    class WhileRedisCannotBeReached {

        private static final LockRequest REQUEST =
                LockRequest.of("any").renew(true).ttl(Duration.ofSeconds(2)).retries(0);

        @Test
        @Tag("many-rounds")
        void comesWithTheDeadline() {
            List<HeldLease> leases = acquire(REQUEST, 200);
            server.suspend();
            ConcurrentLinkedQueue<Long> late = new ConcurrentLinkedQueue<>();
            List<Long> deadlines = Collections.synchronizedList(new ArrayList<>());
            CountDownLatch all = new CountDownLatch(200);
            leases.forEach(lease -> lease.lost().thenAccept(loss -> {
                late.add(System.nanoTime());
                all.countDown();
            }));
            // The renewals that were under way when Redis stopped are answered or not; none is answered after this.
            settle();
            leases.forEach(lease -> deadlines.add(lease.nextLook()));

            await(all);
            server.resume();

            Collections.sort(deadlines);
            List<Long> signals = late.stream().sorted().toList();
            List<Long> overdue = new ArrayList<>();
            for (int i = 0; i < signals.size(); i++) {
                // Both in order: the i-th signal is not before the i-th deadline, and this is the least it can be late.
                overdue.add(signals.get(i) - deadlines.get(i));
            }
            Figures.Spread spread = Figures.millis(overdue);
            Figures.print("Redis stopped, 200 leases: signal after the deadline, %s", spread);
            assertThat(Collections.min(overdue)).isNotNegative();
            assertThat(spread.p99()).isLessThan(250);
            assertThat(leases).noneMatch(Lease::isValid);
            leases.forEach(Lease::close);
        }

        @Test
        void doesNotComeIfItIsBackWithinTheTtl() {
            List<HeldLease> leases = acquire(REQUEST, 200);
            server.suspend();
            Await.pass(Duration.ofMillis(900));
            server.resume();

            Await.pass(Duration.ofMillis(2_500));

            assertThat(leases).allMatch(Lease::isValid);
            leases.forEach(Lease::close);
            assertThat(listener.events()).doesNotContain("lost EXPIRED", "lost REFUSED");
        }

        private void settle() {
            Await.pass(Duration.ofMillis(50));
        }
    }

    @Nested
    class Callbacks {

        private static final LockRequest SHORT = LockRequest.of("short").ttl(Duration.ofMillis(100));

        @BeforeEach
        void begin() {
            warmUp();
            listener.events().clear();
        }

        @Test
        void thatBlockDelayNoRenewalAndNoOtherSignal() {
            CountDownLatch forEver = new CountDownLatch(1);
            Lease kept = locks.acquire(LockRequest.of("kept").renew(true).ttl(Duration.ofMillis(600)));
            Lease blocking = locks.acquire(SHORT);
            CountDownLatch blocked = new CountDownLatch(1);
            blocking.lost().thenAccept(loss -> {
                blocked.countDown();
                LossSignalTests.await(forEver);
            });
            LossSignalTests.await(blocked);

            Lease other = locks.acquire(SHORT.keys(Set.of("other")));
            assertThat(Await.value(other.lost()).keys()).containsExactly("other");
            Await.pass(Duration.ofMillis(1_500));
            assertThat(kept.isValid()).isTrue();
            forEver.countDown();
            kept.close();
        }

        @Test
        void runOnAThreadOfTheirOwn() {
            Lease lease = locks.acquire(SHORT);

            String thread = Await.value(
                    lease.lost().thenApply(loss -> Thread.currentThread().getName()));

            assertThat(thread).startsWith("lock-starter-signal-");
        }

        @Test
        void thatThrowChangeNothing() {
            Lease lease = locks.acquire(SHORT);
            lease.lost().thenAccept(loss -> {
                throw new IllegalStateException("callback");
            });

            assertThat(Await.value(lease.lost()).reason()).isEqualTo(Reason.EXPIRED);
            assertThat(locks.tryAcquire(SHORT.keys(Set.of("next")))).isPresent();
        }

        @Test
        void cannotRaiseTheSignalThemselves() {
            try (Lease lease = locks.acquire(LockRequest.of("a"))) {
                lease.lost().toCompletableFuture().complete(null);

                assertThat(lease.isValid()).isTrue();
                assertThat(lease.lost().toCompletableFuture()).isNotDone();
            }
        }

        @Test
        void neverRunAfterANormalRelease() {
            Lease lease = locks.acquire(LockRequest.of("short").ttl(Duration.ofMillis(300)));
            CompletableFuture<LeaseLostException> lost = lease.lost().toCompletableFuture();
            lease.close();

            Await.pass(Duration.ofMillis(400));

            assertThat(lost).isNotDone();
            assertThat(lease.isValid()).isFalse();
            assertThat(listener.events()).containsExactly("acquired after 1", "released");
        }

        @Test
        void runWhenTheLossShowsAtTheRelease() {
            Lease lease = locks.acquire(LockRequest.of("a"));
            server.command("DEL", "lock:{a}");

            lease.close();

            assertThat(Await.value(lease.lost()).reason()).isEqualTo(Reason.REFUSED);
            assertThat(listener.events()).containsExactly("acquired after 1", "lost REFUSED");
        }
    }

    @Nested
    class TheException {

        @Test
        void saysThatTheMethodHadFinished() {
            LeaseLostException loss = catchThrowableOfType(
                    LeaseLostException.class,
                    () -> locks.execute(LockRequest.of("a"), lease -> {
                        server.command("DEL", "lock:{a}");
                        return null;
                    }));

            assertThat(loss.methodCompleted()).isTrue();
            assertThat(loss.reason()).isEqualTo(Reason.REFUSED);
            assertThat(loss).hasMessageContaining("The method had finished");
        }

        @Test
        void thatTheMethodAsksForPassesAsItIs() {
            LeaseLostException loss = catchThrowableOfType(
                    LeaseLostException.class,
                    () -> locks.execute(LockRequest.of("a").ttl(Duration.ofMillis(100)), lease -> {
                        Await.until(() -> !lease.isValid());
                        CurrentLease.require().requireValid();
                        return null;
                    }));

            assertThat(loss.methodCompleted()).isFalse();
            assertThat(loss).hasNoSuppressedExceptions();
        }

        @Test
        void isLeftAwayWhereALossIsOnlyLogged() {
            String result = locks.execute(
                    LockRequest.of("a").ttl(Duration.ofMillis(100)).onLost(OnLost.WARN), lease -> {
                        Await.until(() -> !lease.isValid());
                        return "done";
                    });

            assertThat(result).isEqualTo("done");
            Await.until(() -> listener.events().contains("lost EXPIRED"));
        }
    }

    /** Threads that look, renew, refuse and end at once: one loss at most, told once, and all agree on it. */
    @Test
    void aLeaseIsLostOnceWhoeverSeesItFirst() throws Exception {
        // Two tasks that meet: a pool may have one thread only.
        Executor threads = task -> new Thread(task).start();
        warmUp();
        int told = 0;
        for (int round = 0; round < 100; round++) {
            HeldLease lease = (HeldLease) locks.acquire(
                    LockRequest.of("race" + round).ttl(Duration.ofMillis(20)).retries(100));
            AtomicInteger signals = new AtomicInteger();
            lease.lost().thenAccept(loss -> signals.incrementAndGet());
            CyclicBarrier together = new CyclicBarrier(3);
            boolean refused = round % 2 == 0;
            CompletableFuture<Void> looker = CompletableFuture.runAsync(
                    () -> {
                        meet(together);
                        Await.until(() -> !lease.isValid());
                    },
                    threads);
            CompletableFuture<Void> refuser = CompletableFuture.runAsync(
                    () -> {
                        meet(together);
                        if (refused) {
                            lease.refused();
                        }
                    },
                    threads);
            meet(together);
            Await.pass(Duration.ofMillis(round % 30));
            LeaseLostException seen = lease.end(true);
            CompletableFuture.allOf(looker, refuser).get(5, TimeUnit.SECONDS);

            assertThat(lease.isValid()).isFalse();
            if (seen != null) {
                told++;
                Await.until(() -> signals.get() == 1);
                assertThat(Await.value(lease.lost()).reason()).isEqualTo(seen.reason());
            }
            assertThat(signals.get()).isLessThanOrEqualTo(1);
        }
        int losses = told;
        Await.until(() -> listener.events().stream()
                        .filter(event -> event.startsWith("lost"))
                        .count()
                == losses);
    }

    @Test
    void everyAnswerOfALeaseAgreesWithTheOthers() {
        warmUp();
        for (int round = 0; round < 50; round++) {
            try (Lease lease = locks.acquire(
                    LockRequest.of("agree" + round).ttl(Duration.ofMillis(20)).retries(100))) {
                Await.until(() -> lease.remaining().isZero());

                assertThat(lease.isValid()).isFalse();
                assertThatThrownBy(lease::requireValid).isInstanceOf(LeaseLostException.class);
                assertThat(Await.value(lease.lost()).reason()).isEqualTo(Reason.EXPIRED);
            }
        }
    }

    /** So that a command-timeout of a few milliseconds is enough for the rest. */
    private void warmUp() {
        locks.acquire(LockRequest.of("warm-up")).close();
    }

    private List<HeldLease> acquire(LockRequest request, int count) {
        List<HeldLease> leases = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            leases.add((HeldLease) locks.acquire(request.keys(Set.of("k" + i)).retries(5)));
        }
        return leases;
    }

    private static void meet(CyclicBarrier barrier) {
        try {
            barrier.await(5, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
