package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-spring")
class RenewalTests {

    private static final Duration TTL = Duration.ofMillis(400);

    private static final LockRequest REQUEST =
            LockRequest.of("item:a1").ttl(TTL).renew(true);

    /** Renewed every 500 ms. */
    private static final LockRequest LONG = REQUEST.ttl(Duration.ofMillis(1_500));

    @Nested
    class OnRedis {

        private final RedisServer server = TestRedis.empty();

        private final RecordingListener listener = new RecordingListener();

        private final RedisLocks here = new RedisLocks(server, RedisLocks.DEFAULTS, listener);

        private final RedisLocks elsewhere = new RedisLocks(server);

        @BeforeEach
        void warmUp() {
            here.template().acquire(LockRequest.of("warm-up")).close();
            elsewhere.template().acquire(LockRequest.of("warm-up")).close();
            listener.events().clear();
        }

        @AfterEach
        void end() {
            here.close();
            elsewhere.close();
        }

        @Test
        void aMethodOfTenTtlKeepsItsLock() {
            int attempts = here.template().execute(REQUEST, lease -> {
                long end = System.nanoTime() + 10 * TTL.toNanos();
                int refused = 0;
                while (System.nanoTime() - end < 0) {
                    assertThat(elsewhere.template().tryAcquire(LockRequest.of("item:a1")))
                            .isEmpty();
                    assertThat(lease.isValid()).isTrue();
                    refused++;
                }
                return refused;
            });

            assertThat(attempts).isGreaterThan(100);
            assertThat(elsewhere.template().tryAcquire(REQUEST)).isPresent();
            assertThat(listener.events()).containsExactly("acquired after 1", "released");
        }

        @Test
        void withoutRenewTheSameMethodLosesIt() {
            assertThatThrownBy(() -> here.template().execute(REQUEST.renew(false), lease -> {
                        Await.until(() -> !lease.isValid());
                        return null;
                    }))
                    .isInstanceOf(LeaseLostException.class);
        }

        @Test
        void renewingEndsWithMaxHold() {
            LockRequest request = REQUEST.maxHold(Duration.ofMillis(700));
            long began = System.nanoTime();

            LeaseLostException loss = catchThrowableOfType(
                    LeaseLostException.class,
                    () -> here.template().execute(request, lease -> {
                        Await.until(() -> !lease.isValid());
                        return null;
                    }));

            assertThat(loss.reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
            assertThat(System.nanoTime() - began)
                    .isGreaterThan(Duration.ofMillis(700).toNanos());
            assertThat(loss.heldFor()).isBetween(Duration.ofMillis(700), Duration.ofMillis(1_500));
        }

        @Test
        void aKeyDeletedByForceIsSeenWithinOneInterval() {
            assertThat(sinceTheTheft(LONG, () -> server.command("DEL", "lock:{item:a1}")))
                    .isLessThan(Duration.ofMillis(500 + 250));
        }

        @Test
        void aKeyTakenByAnotherIsSeenWithinOneInterval() {
            assertThat(sinceTheTheft(LONG, () -> server.command("SET", "lock:{item:a1}", "another@host")))
                    .isLessThan(Duration.ofMillis(500 + 250));
            assertThat(server.command("GET", "lock:{item:a1}")).isEqualTo("another@host");
        }

        @Test
        void withoutRenewItIsSeenAtTheDeadline() {
            assertThat(sinceTheTheft(LONG.renew(false), () -> server.command("DEL", "lock:{item:a1}")))
                    .isBetween(Duration.ofMillis(1_300), Duration.ofMillis(1_500 + 250));
        }

        private Duration sinceTheTheft(LockRequest request, Runnable theft) {
            try (Lease lease = here.template().acquire(request)) {
                long began = System.nanoTime();
                theft.run();
                Await.value(lease.lost());
                Duration took = Duration.ofNanos(System.nanoTime() - began);
                assertThat(lease.isValid()).isFalse();
                assertThat(lease.remaining()).isZero();
                assertThatThrownBy(lease::requireValid).isInstanceOf(LeaseLostException.class);
                return took;
            }
        }

        /** Renewals every 20 ms, holds of 0 to 40 ms: many of them cross a release. */
        @Test
        @Tag("many-rounds")
        void renewalNeverOutlivesTheRelease() {
            int rounds = Rounds.of(1_500, 100_000);
            LockRequest request = REQUEST.ttl(Duration.ofMillis(60));
            AtomicInteger number = new AtomicInteger();
            AtomicInteger lost = new AtomicInteger();
            Runnable cycles = () -> {
                for (int i = number.incrementAndGet(); i <= rounds; i = number.incrementAndGet()) {
                    String key = "k" + i;
                    HeldLease lease = (HeldLease)
                            here.template().acquire(request.keys(Set.of(key)).retries(20));
                    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(TimeUnit.MILLISECONDS.toNanos(40)));
                    if (lease.end(true) != null) {
                        lost.incrementAndGet();
                    }
                }
            };
            CompletableFuture<?>[] threads = new CompletableFuture<?>[64];
            for (int i = 0; i < threads.length; i++) {
                threads[i] = inAThread(cycles);
            }
            CompletableFuture.allOf(threads).join();

            assertThat(number.get()).isGreaterThanOrEqualTo(rounds);
            assertThat(TestRedis.lockKeys(server)).isEmpty();
            Figures.print(
                    "%d cycles with ttl 60 ms, renewed, held for 0 to 40 ms: %d lost, 0 keys left", rounds, lost.get());
        }

        @Test
        @Tag("many-rounds")
        void oneThreadRenewsFiveThousand() {
            elsewhere.close();
            LockRequest request = REQUEST.ttl(Duration.ofSeconds(3)).retries(20);
            List<Lease> leases = new ArrayList<>();
            for (int i = 0; i < 5_000; i++) {
                leases.add(here.template().acquire(request.keys(Set.of("k" + i))));
            }
            Await.pass(Duration.ofMillis(4_500));

            assertThat(leases).allMatch(Lease::isValid);
            assertThat(threads("lock-starter-scheduler")).hasSize(1);
            assertThat(threads("lock-starter-signal")).isEmpty();
            assertThat(TestRedis.lockKeys(server)).hasSize(5_000);
            leases.forEach(Lease::close);
            assertThat(listener.events()).doesNotContain("lost EXPIRED", "lost REFUSED");
        }
    }

    @Nested
    class WithoutAnAnswer {

        private final RecordingListener listener = new RecordingListener();

        private final StalledStore store = new StalledStore();

        private final LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of(listener));

        @AfterEach
        void end() {
            store.answer();
            locks.close();
        }

        @Test
        void isTriedAgainUntilTheDeadline() {
            Lease lease = locks.acquire(REQUEST.ttl(Duration.ofSeconds(1)));
            store.stall();
            Await.until(() -> listener.events().contains("renewalUnanswered"));
            store.goOn();

            Await.pass(Duration.ofMillis(1_500));
            assertThat(lease.isValid()).isTrue();
            lease.close();
        }

        @Test
        void isLostAtTheDeadlineAndNotBefore() {
            long before = System.nanoTime();
            Lease lease = locks.acquire(REQUEST);
            store.stall();

            LeaseLostException loss = Await.value(lease.lost());

            assertThat(loss.reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
            assertThat(System.nanoTime() - before)
                    .isGreaterThan(Duration.ofMillis(390).toNanos());
            assertThat(loss.heldFor()).isGreaterThanOrEqualTo(Duration.ofMillis(390));
            store.answer();
            assertThat(lease.isValid()).isFalse();
        }

        @Test
        void aLateAnswerCountsFromWhenTheRenewalWasSent() {
            Lease lease = locks.acquire(REQUEST.ttl(Duration.ofSeconds(2)));
            store.stall();
            Await.until(store::isAsked);
            Await.pass(Duration.ofMillis(400));
            Duration before = lease.remaining();
            store.answerTheFirst();

            assertThat(lease.remaining()).isGreaterThan(before).isLessThan(Duration.ofMillis(1_600));
            lease.close();
        }

        @Test
        void aFailureIsNoRefusal() {
            Lease lease = locks.acquire(REQUEST.ttl(Duration.ofSeconds(1)));
            store.stall();
            Await.until(store::isAsked);
            store.fail();

            Await.until(() -> listener.events().contains("renewalUnanswered"));
            assertThat(lease.isValid()).isTrue();
            lease.close();
        }

        @Test
        void oneInFlightDoesNotReviveAReleasedLock() {
            HeldLease lease = (HeldLease) locks.acquire(REQUEST);
            store.stall();
            Await.until(store::isAsked);
            store.goOn();
            lease.close();
            store.answer();

            assertThat(locks.tryAcquire(REQUEST)).isPresent();
            assertThat(lease.isValid()).isFalse();
            assertThat(listener.events())
                    .startsWith("acquired after 1", "released")
                    .doesNotContain("lost REFUSED");
        }

        @Test
        void aShutdownEndsRenewing() {
            Lease lease = locks.acquire(REQUEST);

            locks.stop();

            assertThat(Await.value(lease.lost()).reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
        }
    }

    @Nested
    class Ensuring {

        private final RedisServer server = TestRedis.empty();

        private final RedisLocks here = new RedisLocks(server);

        @AfterEach
        void end() {
            here.close();
        }

        @Test
        void renewsForAsLongAsIsAsked() {
            try (Lease lease = here.template().acquire(REQUEST.renew(false))) {
                lease.ensure(Duration.ofSeconds(5));

                assertThat(lease.remaining()).isBetween(Duration.ofMillis(4_900), Duration.ofMillis(5_010));
                assertThat(Long.parseLong(server.command("PTTL", "lock:{item:a1}")))
                        .isBetween(4_900L, 5_100L);
            }
        }

        @Test
        void renewsForTheTtlIfThatIsMore() {
            try (Lease lease = here.template().acquire(LockRequest.of("item:a1").ttl(Duration.ofSeconds(10)))) {
                TestRedis.elapse(server, Duration.ofSeconds(9));
                lease.ensure(Duration.ofMillis(9_900));

                assertThat(Long.parseLong(server.command("PTTL", "lock:{item:a1}")))
                        .isGreaterThan(9_800L);
            }
        }

        @Test
        void asksNobodyIfThatMuchIsLeft() {
            try (Lease lease = here.template().acquire(LockRequest.of("item:a1"))) {
                server.command("DEL", "lock:{item:a1}");

                lease.ensure(Duration.ofSeconds(5));

                assertThat(lease.isValid()).isTrue();
            }
        }

        @Test
        void saysThatTheLockIsNotOursAnyMore() {
            try (Lease lease = here.template().acquire(LockRequest.of("item:a1"))) {
                server.command("DEL", "lock:{item:a1}");

                LeaseLostException loss =
                        catchThrowableOfType(LeaseLostException.class, () -> lease.ensure(Duration.ofSeconds(20)));

                assertThat(loss.reason()).isEqualTo(LeaseLostException.Reason.REFUSED);
                assertThat(lease.isValid()).isFalse();
            }
        }

        @Test
        void refusesWhatIsNoDurationOfALease() {
            try (Lease lease = here.template().acquire(LockRequest.of("item:a1"))) {
                assertThatThrownBy(() -> lease.ensure(Duration.ofHours(25)))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("atLeast is 90000000 ms: it may be more than 0, to 24 h.");
                assertThatThrownBy(() -> lease.ensure(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
            }
        }

        @Test
        void saysWhenNobodyAnswersAndTheLeaseGoesOn() {
            StalledStore store = new StalledStore();
            try (LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of())) {
                Lease lease = locks.acquire(LockRequest.of("item:a1"));
                store.stall();

                assertThatThrownBy(() -> lease.ensure(Duration.ofSeconds(20)))
                        .isInstanceOf(LockStoreException.class)
                        .hasMessageContaining("not sure to be held for 20000 ms more");
                assertThat(lease.isValid()).isTrue();
                store.answer();
                lease.close();
            }
        }
    }

    private static CompletableFuture<Void> inAThread(Runnable task) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                task.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.setDaemon(true);
        thread.start();
        return done;
    }

    private static List<String> threads(String prefix) {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.startsWith(prefix))
                .collect(Collectors.toList());
    }
}
