package io.github.lockstarter.aop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Contexts;
import io.github.lockstarter.testing.RedlockServers;
import io.github.lockstarter.testing.TestRedis;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("boot3-in-ci")
class ModeAnnotationTests {

    private static final LockRequest PRICES = LockRequest.of("prices").retries(0);

    @Test
    void aMethodOfTheDefaultModeAndSharedHoldersOfTheSameKeyExcludeEachOther() {
        RedisServer server = TestRedis.empty();
        Contexts.onRedis(server).withBean(Prices.class).run(context -> {
            Prices prices = context.getBean(Prices.class);
            LockOperations locks = context.getBean(LockOperations.class);

            prices.read(() -> {
                try (Lease beside = locks.acquire(PRICES.mode(LockMode.SHARED))) {
                    assertThat(beside.fencingToken())
                            .isEqualTo(CurrentLease.require().fencingToken());
                    assertThat(locks.tryAcquire(PRICES)).isEmpty();
                }
                return 0;
            });
            try (Lease shared = locks.acquire(PRICES.mode(LockMode.SHARED));
                    Lease another = locks.acquire(PRICES.mode(LockMode.SHARED))) {
                assertThatThrownBy(() -> prices.write(() -> 0)).isInstanceOf(LockNotAcquiredException.class);
            }
            prices.write(() -> {
                assertThat(locks.tryAcquire(PRICES.mode(LockMode.SHARED))).isEmpty();
                return 0;
            });
            assertThat(locks.tryAcquire(PRICES)).isPresent();
        });
    }

    @Test
    void asManyRunAtOnceAsThereArePermitsAndASettingWinsOverTheAnnotation() {
        Contexts.inMemory()
                .withBean(Reports.class)
                .withPropertyValues("distributed-lock.locks.Reports-fewer.permits=1")
                .run(context -> {
                    Reports reports = context.getBean(Reports.class);
                    LockOperations locks = context.getBean(LockOperations.class);

                    reports.make(() -> {
                        LockRequest request = LockRequest.of("reports").permits(2);
                        try (Lease second = locks.acquire(request)) {
                            assertThat(locks.tryAcquire(request)).isEmpty();
                        }
                        return 0;
                    });
                    reports.fewer(() -> {
                        assertThat(locks.tryAcquire(LockRequest.of("fewer").permits(2)))
                                .isEmpty();
                        return 0;
                    });
                });
    }

    @Test
    void whatIsSharedAroundCannotBeHadExclusivelyWithinAndTheOtherWayRoundItCan() {
        Contexts.inMemory().withBean(Prices.class).run(context -> {
            Prices prices = context.getBean(Prices.class);

            assertThat(prices.write(() -> prices.read(() -> 1))).isEqualTo(1);
            assertThat(prices.read(() -> prices.read(() -> 1))).isEqualTo(1);
            assertThatIllegalStateException()
                    .isThrownBy(() -> prices.read(() -> prices.write(() -> 1)))
                    .withMessage(
                            "Lock 'Prices-write' on [prices]: a call around this one ('Prices-read') holds it already, SHARED, and others may hold it at the same time. The method has not run. Acquire it around both as strictly as the inner one needs it.");
            assertThatThrownBy(() -> prices.read(() -> prices.writeLater().join()))
                    .hasRootCauseInstanceOf(IllegalStateException.class);
            assertThat(prices.write(() -> 1)).isEqualTo(1);
        });
    }

    @Test
    void withSeveralKeysACallIsRefused() {
        Contexts.inMemory().withBean(Several.class).run(context -> {
            Several several = context.getBean(Several.class);

            several.read(List.of("a"));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> several.read(List.of("a", "b")))
                    .withMessageContaining("2 keys, SHARED: that is for one key");
        });
    }

    @Test
    void whatCannotBeIsRefusedAtStartUp() {
        assertRefused(NoPermits.class, "permits = 0 of @DistributedLock on NoPermits.run: permits is 0: it may be 1");
        assertRefused(
                Both.class,
                "permits = 3 of @DistributedLock on Both.run: It is SHARED and has 3 permits: SHARED is for any number of holders");
    }

    @Test
    void withRedlockBothAreRefusedAtStartUpAndInRequests() {
        try (RedlockServers servers = new RedlockServers(3)) {
            String nodes = "distributed-lock.redlock.nodes="
                    + String.join(",", servers.addresses().toList());
            Contexts.bare()
                    .withPropertyValues(nodes)
                    .withBean(Prices.class)
                    .run(
                            context -> assertThat(context)
                                    .getFailure()
                                    .hasStackTraceContaining(LockConfigurationException.class.getName())
                                    .hasStackTraceContaining(
                                            "mode = SHARED of @DistributedLock on Prices.read: with Redlock, a lock is given to one at a time"));
            Contexts.bare()
                    .withPropertyValues(nodes)
                    .withBean(Reports.class)
                    .run(context -> assertThat(context)
                            .getFailure()
                            .hasStackTraceContaining("of @DistributedLock on Reports.")
                            .hasStackTraceContaining("with Redlock, a lock is given to one at a time"));
            Contexts.bare().withPropertyValues(nodes).run(context -> {
                LockOperations locks = context.getBean(LockOperations.class);
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> locks.acquire(PRICES.mode(LockMode.SHARED)))
                        .withMessageContaining("With Redlock there are neither SHARED locks nor permits");
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> locks.acquire(PRICES.permits(2)))
                        .withMessageContaining("permits is 2");
            });
        }
    }

    private static void assertRefused(Class<?> bean, String message) {
        Contexts.inMemory()
                .withBean(bean)
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining(LockConfigurationException.class.getName())
                        .hasStackTraceContaining(message));
    }

    static class Prices {

        @DistributedLock(key = "'prices'", mode = LockMode.SHARED, retries = 0)
        public int read(Supplier<Integer> meanwhile) {
            return meanwhile.get();
        }

        @DistributedLock(key = "'prices'", retries = 0)
        public int write(Supplier<Integer> meanwhile) {
            return meanwhile.get();
        }

        @DistributedLock(key = "'prices'", retries = 0)
        public CompletableFuture<Integer> writeLater() {
            return CompletableFuture.completedFuture(1);
        }
    }

    static class Reports {

        @DistributedLock(key = "'reports'", permits = 2, retries = 0)
        public int make(Supplier<Integer> meanwhile) {
            return meanwhile.get();
        }

        @DistributedLock(key = "'fewer'", permits = 2, retries = 0)
        public int fewer(Supplier<Integer> meanwhile) {
            return meanwhile.get();
        }
    }

    static class Several {

        @DistributedLock(key = "#ids", mode = LockMode.SHARED)
        public void read(List<String> ids) {}
    }

    static class NoPermits {

        @DistributedLock(permits = 0)
        public void run() {}
    }

    static class Both {

        @DistributedLock(mode = LockMode.SHARED, permits = 3)
        public void run() {}
    }
}
