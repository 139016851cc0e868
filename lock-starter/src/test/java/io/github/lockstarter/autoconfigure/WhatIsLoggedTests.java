package io.github.lockstarter.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostEvent;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.event.EventListener;

/** What somebody sees at 3 a.m. */
@Tag("boot3-in-ci")
@ExtendWith(OutputCaptureExtension.class)
class WhatIsLoggedTests {

    private static final String SECRET = "4711-secret";

    private final Logger logger = (Logger) LoggerFactory.getLogger("io.github.lockstarter");

    private final RedisServer server = TestRedis.empty();

    private final ApplicationContextRunner application =
            Contexts.onRedis(server).withBean(Customers.class).withBean(Losses.class);

    @BeforeEach
    void everyStep() {
        logger.setLevel(Level.DEBUG);
    }

    @AfterEach
    void asBefore() {
        logger.setLevel(null);
    }

    @Test
    void eachStepIsLoggedWithNameKeyAndNumbersAndNoToken(CapturedOutput output) {
        application.run(context -> context.getBean(Customers.class).place(SECRET, () -> {}));

        assertThat(output)
                .containsPattern(
                        "Acquired \\[customer:4711-secret] \\(Customers-place\\) at attempt 1 after \\d+ ms for \\d+ ms, fencing token \\d+")
                .contains("Released [customer:4711-secret] (Customers-place)")
                .doesNotContainPattern("[0-9a-f]{32}");
    }

    @Test
    void withLogKeysOffNoLineAndNoMessageHasAKey(CapturedOutput output) {
        List<Throwable> thrown = new ArrayList<>();
        application.withPropertyValues("distributed-lock.log-keys=false").run(context -> {
            Customers customers = context.getBean(Customers.class);
            LockOperations locks = context.getBean(LockOperations.class);
            customers.place(SECRET, () -> {
                // Busy, held meanwhile, interrupted, lost, refused, unavailable.
                thrown.add(catchThrowable(() -> locks.acquire(LockRequest.of("customer:" + SECRET))));
                thrown.add(catchThrowable(() -> locks.acquire(LockRequest.of(List.of("customer:" + SECRET, "b")))));
                Thread.currentThread().interrupt();
                thrown.add(catchThrowable(() -> locks.acquire(LockRequest.of(SECRET))));
                Thread.interrupted();
            });
            thrown.add(catchThrowable(() -> customers.brief(
                    SECRET, () -> Await.value(CurrentLease.require().lost()))));
            thrown.add(catchThrowable(
                    () -> customers.place(SECRET, () -> server.command("DEL", "lock:{customer:" + SECRET + "}"))));
            server.command("SADD", "lock:{customer:" + SECRET + "}", "foreign");
            thrown.add(catchThrowable(() -> customers.place(SECRET, () -> {})));
        });

        assertThat(thrown).hasSize(6).allSatisfy(failure -> {
            assertThat(failure).isInstanceOf(LockException.class);
            assertThat(failure.getMessage()).doesNotContain(SECRET);
            assertThat(failure.toString()).doesNotContain(SECRET);
        });
        assertThat(thrown.get(0)).hasMessageStartingWith("Lock (unnamed) not acquired after ");
        assertThat(((LockException) thrown.get(0)).keys()).containsExactly("customer:" + SECRET);
        assertThat(output).contains("[hidden]").doesNotContain(SECRET);
    }

    @Test
    void withLogKeysOffNoAsynchronousCallShowsItsKeyEither(CapturedOutput output) {
        List<Throwable> thrown = new CopyOnWriteArrayList<>();
        application.withPropertyValues("distributed-lock.log-keys=false").run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            LockRequest request = LockRequest.of(SECRET).waitTime(Duration.ofMillis(50));
            try (Lease lease = Await.value(locks.acquireAsync(request))) {
                thrown.add(catchThrowable(() -> Await.value(locks.acquireAsync(request))));
                thrown.add(catchThrowable(() ->
                        Await.value(locks.executeAsync(request, inner -> CompletableFuture.completedFuture("never")))));
                // No thread waits while it is interrupted: the call tells itself.
                Thread.currentThread().interrupt();
                thrown.add(catchThrowable(() -> context.getBean(Customers.class).place(SECRET, () -> {})));
                Thread.interrupted();
                assertThat(lease.toString()).doesNotContain(SECRET);
            }
        });

        assertThat(thrown)
                .hasSize(3)
                .allSatisfy(failure -> assertThat(messages(failure)).doesNotContain(SECRET));
        assertThat(output).doesNotContain(SECRET);
    }

    @Test
    void whatAnAnnotatedMethodAsksForIsHiddenEvenWhereLocksAreOff() {
        application
                .withPropertyValues("distributed-lock.log-keys=false", "distributed-lock.enabled=false")
                .run(context -> context.getBean(Customers.class)
                        .place(
                                SECRET,
                                () -> assertThat(CurrentLease.require().keys())
                                        .containsExactly("customer:" + SECRET)
                                        .hasToString("[hidden]")));
    }

    @Test
    void aRequestThatHidesItsKeysIsShownNowhere(CapturedOutput output) {
        application.run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            LockRequest request = LockRequest.of(SECRET).hideKeys().waitTime(Duration.ofMillis(150));
            assertThat(request.toString()).doesNotContain(SECRET);
            // Held by another JVM: to wait is to stand in line, and to give up, to be withdrawn from it.
            server.command("SET", "lock:{" + SECRET + "}", "0123@another", "PX", "60000");
            assertThat(messages(catchThrowable(() -> locks.acquire(request)))).doesNotContain(SECRET);
            Await.until(() -> output.getAll().contains("Nothing is left in the store of an acquire of [hidden]"));
        });

        assertThat(output).doesNotContain(SECRET);
    }

    @Test
    void thatThereIsNoRedisIsAWarningAtStartUp(CapturedOutput output) {
        RedisServer gone = RedisServer.start();
        gone.close();

        Contexts.onRedis(gone).run(context -> Await.until(() -> output.getAll().contains("is not reachable")));

        assertThat(output)
                .containsPattern(
                        "WARN .*Redis is not reachable \\(.*\\)\\. Until it is, no lock is granted, .* Check that Redis is up, and spring\\.data\\.redis");
    }

    @Test
    void ofAValueThatIsNoOwnerTokenItIsNotKnownSinceWhenItIsThere() {
        application.run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            locks.execute(LockRequest.of("a"), lease -> true);
            server.command("SET", "lock:{a}", "me", "PX", "60000");

            assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").waitTime(Duration.ofMillis(150))))
                    .isInstanceOfSatisfying(
                            LockNotAcquiredException.class,
                            busy -> assertThat(busy.heldSince()).isEmpty())
                    .hasMessageContaining("held by another owner.");
        });
    }

    @Test
    void aSlowWaitIsAWarning(CapturedOutput output) {
        application.withPropertyValues("distributed-lock.slow-wait=50ms").run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            LockRequest request = LockRequest.of("a").name("Bids-place").waitTime(Duration.ofSeconds(30));
            Lease first = locks.acquire(request);
            CompletableFuture<Lease> second = locks.acquireAsync(request).toCompletableFuture();
            Await.pass(Duration.ofMillis(60));
            first.close();
            Await.value(second).close();
            Await.until(() -> output.getAll().contains("Slow"));
        });

        assertThat(output)
                .containsPattern(
                        "WARN .*Slow: waited \\d+ ms for \\[a] \\(Bids-place\\) until it was acquired, at attempt 1");
    }

    @Test
    void aLongWaitInVainIsAWarningToo(CapturedOutput output) {
        application.withPropertyValues("distributed-lock.slow-wait=50ms").run(context -> {
            LockOperations locks = context.getBean(LockOperations.class);
            try (Lease lease = locks.acquire(LockRequest.of("a"))) {
                assertThatThrownBy(() -> locks.acquire(
                                LockRequest.of("a").name("Bids-place").waitTime(Duration.ofMillis(100))))
                        .isInstanceOf(LockNotAcquiredException.class);
            }
        });

        assertThat(output).containsPattern("WARN .*Slow: Lock 'a' \\(Bids-place\\) not acquired");
    }

    @Test
    void withSlowWaitZeroNoWaitIs(CapturedOutput output) {
        application
                .withPropertyValues("distributed-lock.slow-wait=0")
                .run(context -> context.getBean(Customers.class).place(SECRET, () -> {}));

        assertThat(output).contains("Acquired").doesNotContain("Slow");
    }

    @Test
    void aSlowWaitOutOfRangeIsRefusedAtStartUp() {
        application
                .withPropertyValues("distributed-lock.slow-wait=-1s")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("distributed-lock.slow-wait is -1000 ms."));
    }

    @Test
    void aLostLeaseIsAWarningAndAnEvent(CapturedOutput output) {
        application.run(context -> {
            Customers customers = context.getBean(Customers.class);
            assertThatThrownBy(() -> customers.brief(
                            "c1", () -> Await.value(CurrentLease.require().lost())))
                    .isInstanceOf(LeaseLostException.class);

            Await.until(() -> !context.getBean(Losses.class).events().isEmpty());
            assertThat(context.getBean(Losses.class).events()).singleElement().satisfies(event -> {
                assertThat(event.lease().keys()).containsExactly("c1");
                assertThat(event.loss().reason()).isEqualTo(LeaseLostException.Reason.EXPIRED);
            });
        });

        assertThat(output)
                .containsPattern("WARN .*Lease on lock 'c1' \\(Customers-brief\\) lost after \\d+ ms: its ttl was over")
                .containsPattern("\\[owner \\S+:\\d+:\\S+, fencing token \\d+]");
    }

    @Test
    void aListenerThatFailsBreaksNothing(CapturedOutput output) {
        List<String> told = new CopyOnWriteArrayList<>();
        LockListener failing = new LockListener() {

            @Override
            public void acquired(Lease lease, int attempts, long waitedNanos) {
                told.add("acquired");
                throw new AssertionError("a listener's own mistake");
            }
        };
        application
                .withBean("failing", LockListener.class, () -> failing)
                .run(context -> context.getBean(Customers.class).place(SECRET, () -> told.add("worked")));

        assertThat(told).containsExactly("acquired", "worked");
        assertThat(output).containsPattern("WARN .*A lock listener failed").contains("Released [customer:");
    }

    private static String messages(Throwable failure) {
        StringBuilder messages = new StringBuilder();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            messages.append(each).append('\n');
        }
        return messages.toString();
    }

    static class Customers {

        @DistributedLock(key = "'customer:' + #id", waitTime = "0")
        public void place(String id, Runnable work) {
            work.run();
        }

        @DistributedLock(key = "#id", ttl = "100ms", waitTime = "0")
        public void brief(String id, Runnable work) {
            work.run();
        }
    }

    static class Losses {

        private final List<LeaseLostEvent> events = new CopyOnWriteArrayList<>();

        List<LeaseLostEvent> events() {
            return events;
        }

        @EventListener
        void on(LeaseLostEvent event) {
            events.add(event);
        }
    }
}
