package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How a call gets, holds and gives back a lock, on a real Redis. */
@Tag("boot3-in-ci")
class LockTemplateTests {

    private static final LockRequest REQUEST = LockRequest.of("item:a1").name("Bids-place");

    private final RedisServer server = TestRedis.empty();

    private final RecordingListener listener = new RecordingListener();

    private final RedisLocks here = new RedisLocks(server, RedisLocks.DEFAULTS, listener);

    private final RedisLocks elsewhere = new RedisLocks(server);

    private final LockTemplate locks = here.template();

    @AfterEach
    void end() {
        here.close();
        elsewhere.close();
    }

    @Nested
    class Executing {

        @Test
        void holdsTheLockWhileTheCallbackRunsAndReleasesItAfter() {
            String result = locks.execute(REQUEST, lease -> {
                assertThat(elsewhere.template().tryAcquire(REQUEST)).isEmpty();
                assertThat(CurrentLease.require()).isSameAs(lease);
                assertThat(lease.isValid()).isTrue();
                assertThat(lease.keys()).containsExactly("item:a1");
                assertThat(lease.remaining()).isBetween(Duration.ofSeconds(9), Duration.ofSeconds(10));
                assertThat(lease.fencingToken()).isPositive();
                return "done";
            });

            assertThat(result).isEqualTo("done");
            assertThat(TestRedis.lockKeys(server)).isEmpty();
            assertThat(CurrentLease.find()).isEmpty();
            assertThat(listener.events()).containsExactly("acquired after 1", "released");
        }

        @Test
        void letsWhatTheCallbackThrowsPassAsItIsAndReleases() {
            IOException checked = new IOException("disk full");

            assertThatThrownBy(() -> locks.execute("item:a1", lease -> {
                        throw checked;
                    }))
                    .isSameAs(checked)
                    .hasNoSuppressedExceptions();
            assertThatThrownBy(() -> locks.execute("item:a1", lease -> {
                        throw new AssertionError("even an error");
                    }))
                    .isInstanceOf(AssertionError.class);
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }

        @Test
        void locksSeveralKeysTogether() {
            locks.execute(LockRequest.of(List.of("b", "a", "b")), lease -> {
                assertThat(lease.keys()).containsExactly("a", "b");
                assertThat(elsewhere.template().tryAcquire(LockRequest.of("a"))).isEmpty();
                assertThat(elsewhere.template().tryAcquire(LockRequest.of("b"))).isEmpty();
                return null;
            });

            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }

        @Test
        void isNotBrokenByAListenerThatFails() {
            try (RedisLocks failing = new RedisLocks(server, RedisLocks.DEFAULTS, new LockListener() {
                @Override
                public void acquired(Lease lease, int attempts, long waitedNanos) {
                    throw new IllegalStateException("listener");
                }

                @Override
                public void released(Lease lease) {
                    throw new StackOverflowError("listener");
                }
            })) {
                assertThat(failing.template().<String>execute("item:a1", lease -> "done"))
                        .isEqualTo("done");
            }
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }
    }

    @Nested
    class Waiting {

        @Test
        void endsBusyAfterTheRetriesAndNamesTheHolder() {
            Lease held = elsewhere.template().acquire(REQUEST);

            LockNotAcquiredException busy = catchThrowableOfType(
                    LockNotAcquiredException.class,
                    () -> locks.acquire(REQUEST.retries(3).retryDelay(Duration.ofMillis(150))));

            // One more, which is no retry, when hints begin to come in; one less, if the time is over before the last.
            assertThat(busy.attempts()).isBetween(3, 5);
            assertThat(busy.waited()).isBetween(Duration.ofMillis(225), Duration.ofMillis(1_450));
            assertThat(busy.owner())
                    .hasValueSatisfying(owner -> assertThat(owner).contains(":" + pid() + ":"));
            assertThat(busy.name()).isEqualTo("Bids-place");
            assertThat(busy.keys()).containsExactly("item:a1");
            assertThat(busy)
                    .hasMessageMatching("Lock 'item:a1' \\(Bids-place\\) not acquired after [3-5] attempts in .*");
            assertThat(listener.events()).containsExactly("notAcquired LockNotAcquiredException");
            held.close();
        }

        @Test
        void triesOnceWithoutRetries() {
            Lease held = elsewhere.template().acquire(REQUEST);

            assertThat(catchThrowableOfType(LockNotAcquiredException.class, () -> locks.acquire(REQUEST.retries(0)))
                            .attempts())
                    .isEqualTo(1);
            assertThat(locks.tryAcquire(REQUEST)).isEmpty();
            held.close();
            Optional<Lease> lease = locks.tryAcquire(REQUEST);
            assertThat(lease).isPresent();
            lease.orElseThrow().close();
        }

        @Test
        void endsWithTheWaitTimeHoweverManyAttemptsThatAre() {
            Lease held = elsewhere.template().acquire(REQUEST);

            LockNotAcquiredException busy = catchThrowableOfType(
                    LockNotAcquiredException.class,
                    () -> locks.acquire(REQUEST.waitTime(Duration.ofSeconds(1)).retryDelay(Duration.ofMillis(5))));

            assertThat(busy.attempts()).isGreaterThan(21);
            assertThat(busy.waited()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(2));
            held.close();
        }

        @Test
        void endsWithTheRetriesWhenBothAreGiven() {
            Lease held = elsewhere.template().acquire(REQUEST);

            LockNotAcquiredException busy = catchThrowableOfType(
                    LockNotAcquiredException.class,
                    () -> locks.acquire(
                            REQUEST.waitTime(Duration.ofSeconds(20)).retries(2).retryDelay(Duration.ofMillis(5))));

            assertThat(busy.attempts()).isBetween(3, 4);
            held.close();
        }

        @Test
        void endsWhenTheLockIsReleased() throws Exception {
            Lease held = elsewhere.template().acquire(REQUEST);
            CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(() -> locks.acquire(REQUEST));

            held.close();

            waiting.get(5, TimeUnit.SECONDS).close();
        }

        @Test
        void pausesNoLongerThanTheHoldersTtl() {
            elsewhere.template().acquire(REQUEST.ttl(Duration.ofMillis(200)));

            long began = System.nanoTime();
            locks.acquire(REQUEST.retryDelay(Duration.ofSeconds(20)).retries(2)).close();

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        }

        @Test
        void isRefusedToAThreadThatIsInterruptedAlready() {
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> locks.acquire(REQUEST)).isInstanceOf(LockInterruptedException.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }

        @Test
        void endsWhenTheLocksAreStopped() throws Exception {
            Lease held = elsewhere.template().acquire(REQUEST);
            CompletableFuture<Lease> waiting = CompletableFuture.supplyAsync(
                    () -> locks.acquire(REQUEST.waitTime(Duration.ofMinutes(1)).retryDelay(Duration.ofMinutes(1))));

            locks.stop();

            assertThat(waiting)
                    .failsWithin(Duration.ofSeconds(5))
                    .withThrowableThat()
                    .withCauseInstanceOf(LockStoreException.class)
                    .withMessageContaining("shutting down");
            assertThatThrownBy(() -> locks.acquire(REQUEST)).isInstanceOf(LockStoreException.class);
            held.close();
            locks.start();
            locks.acquire(REQUEST).close();
        }
    }

    @Nested
    class ReEntering {

        @Test
        void costsNoCommandAndEndsNothing() {
            locks.execute(REQUEST, outer -> {
                String before = server.command("INFO", "commandstats");
                locks.execute(REQUEST.ttl(Duration.ofMillis(10)), inner -> {
                    assertThat(inner).isSameAs(outer);
                    assertThat(CurrentLease.require()).isSameAs(outer);
                    return null;
                });
                assertThat(evals(server.command("INFO", "commandstats"))).isEqualTo(evals(before));
                assertThat(CurrentLease.require()).isSameAs(outer);
                assertThat(outer.isValid()).isTrue();
                return null;
            });
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }

        @Test
        void takesASecondLeaseForKeysThatAreNotHeldYet() {
            locks.execute(LockRequest.of(List.of("a", "b")), outer -> {
                locks.execute(LockRequest.of(List.of("b", "c")), inner -> {
                    assertThat(inner.keys()).containsExactly("c");
                    return null;
                });
                assertThat(elsewhere.template().tryAcquire(LockRequest.of("b"))).isEmpty();
                return null;
            });
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }

        @Test
        void isRefusedWhenTheOuterLeaseIsLost() {
            assertThatThrownBy(() -> locks.execute(REQUEST.ttl(Duration.ofMillis(30)), outer -> {
                        await(() -> !outer.isValid());
                        return locks.execute(REQUEST, inner -> "never");
                    }))
                    .isInstanceOf(LeaseLostException.class);
        }

        @Test
        void isForTheThreadOfTheLockedCallOnly() throws Exception {
            locks.execute(REQUEST, outer -> {
                Exception onAnotherThread = CompletableFuture.supplyAsync(() -> {
                            try (CurrentLease.Binding binding = CurrentLease.bind(outer)) {
                                assertThat(CurrentLease.require().isValid()).isTrue();
                                return catchThrowableOfType(
                                        LockNotAcquiredException.class,
                                        () -> locks.execute(REQUEST.retries(0), inner -> "never"));
                            }
                        })
                        .get(5, TimeUnit.SECONDS);
                assertThat(onAnotherThread).isNotNull();
                return null;
            });
        }

        @Test
        void isNoPartOfAcquire() {
            locks.execute(REQUEST, outer -> {
                assertThat(locks.tryAcquire(REQUEST)).isEmpty();
                return null;
            });
        }

        @Test
        void namesWhatIsHeldMeanwhileWhenTheInnerLockIsBusy() {
            Lease other = elsewhere.template().acquire(LockRequest.of("b"));
            locks.execute("a", outer -> {
                assertThatThrownBy(() -> locks.execute(LockRequest.of("b").retries(0), inner -> "never"))
                        .isInstanceOf(LockNotAcquiredException.class)
                        .hasMessageContaining("This thread held lock 'a' meanwhile");
                return null;
            });
            other.close();
        }
    }

    @Nested
    class Losing {

        @Test
        void isToldAfterTheMethodWhenTheTtlWasOver() {
            LeaseLostException lost = catchThrowableOfType(
                    LeaseLostException.class,
                    () -> locks.execute(REQUEST.ttl(Duration.ofMillis(200)), lease -> {
                        await(() -> !lease.isValid());
                        assertThat(lease.remaining()).isZero();
                        assertThatThrownBy(lease::requireValid).isInstanceOf(LeaseLostException.class);
                        return "done";
                    }));

            assertThat(lost.reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
            assertThat(lost.methodCompleted()).isTrue();
            assertThat(lost.heldFor()).isGreaterThan(Duration.ofMillis(20));
            assertThat(lost).hasMessageContaining("do not retry blindly");
            Await.until(() -> listener.events().contains("lost EXPIRED"));
            assertThat(listener.events()).doesNotContain("released");
        }

        @Test
        void isToldAfterTheMethodWhenTheKeyWasTakenAway() {
            LeaseLostException lost = catchThrowableOfType(
                    LeaseLostException.class,
                    () -> locks.execute(REQUEST, lease -> server.command("SET", "lock:{item:a1}", "0123@thief")));

            assertThat(lost.reason()).isEqualTo(LeaseLostException.Reason.REFUSED);
            assertThat(server.command("GET", "lock:{item:a1}")).isEqualTo("0123@thief");
        }

        @Test
        void neverMasksWhatTheMethodThrows() {
            IOException failure = new IOException("the method's");

            assertThatThrownBy(() -> locks.execute(REQUEST, lease -> {
                        server.command("DEL", "lock:{item:a1}");
                        throw failure;
                    }))
                    .isSameAs(failure);
            assertThat(failure.getSuppressed())
                    .singleElement()
                    .isInstanceOfSatisfying(
                            LeaseLostException.class,
                            lost -> assertThat(lost.methodCompleted()).isFalse());
        }

        @Test
        void isToldOnceWhenTheCallbackClosesTheLeaseItself() {
            locks.execute(REQUEST, lease -> {
                lease.close();
                lease.close();
                assertThat(lease.isValid()).isFalse();
                assertThatThrownBy(lease::requireValid)
                        .isInstanceOfSatisfying(
                                LeaseLostException.class,
                                lost -> assertThat(lost.reason()).isEqualTo(LeaseLostException.Reason.RELEASED));
                return null;
            });
            assertThat(listener.events()).containsExactly("acquired after 1", "released");
        }
    }

    @Test
    void aBindingThatIsLeftOpenHarmsNothing() {
        assertThat(locks.<String>execute(REQUEST, lease -> {
                    CurrentLease.bind(lease);
                    return "done";
                }))
                .isEqualTo("done");
        assertThat(CurrentLease.find()).isEmpty();
    }

    @Test
    void refusesAKeyOfAForeignTypeAtOnceAndLeavesItAlone() {
        server.command("HSET", "lock:{item:a1}", "field", "value");

        assertThatThrownBy(() -> locks.acquire(REQUEST.waitTime(Duration.ofMinutes(1))))
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("WRONGTYPE");
        assertThat(server.command("HGET", "lock:{item:a1}", "field")).isEqualTo("value");
    }

    @Test
    void leavesNoLockWhenTheFencingTokenCannotBeKept() {
        server.command("HSET", "lock:fence:{item:a1}", "field", "value");

        assertThatThrownBy(() -> locks.acquire(REQUEST)).isInstanceOf(LockStoreException.class);

        await(() -> TestRedis.lockKeys(server).isEmpty());
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    private static List<String> evals(String commandStats) {
        return commandStats.lines().filter(line -> line.contains("eval")).toList();
    }

    private static void await(BooleanSupplier condition) {
        Await.until(condition);
    }
}
