package io.github.lockstarter.observation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.memory.InMemoryLockStore;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.quorum.QuorumNode;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.OddStore;
import io.github.lockstarter.testing.RedisLocks;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LockMetersTests {

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @Test
    void whatIsHeldIsThere() {
        try (LockTemplate locks = new LockTemplate(new InMemoryLockStore(), RedisLocks.DEFAULTS, List.of())) {
            new LockMeters(locks.here()).bindTo(meters);
            try (Lease lease = locks.acquire(LockRequest.of("a"))) {
                assertThat(meters.get("distributed.lock.held").gauge().value()).isEqualTo(1);
                assertThat(meters.get("distributed.lock.waiting").gauge().value())
                        .isZero();
            }
            assertThat(meters.get("distributed.lock.held").gauge().value()).isZero();
            assertThat(meters.get("distributed.lock.handovers")
                            .functionCounter()
                            .count())
                    .isZero();
            assertThat(meters.get("distributed.lock.withdrawals")
                            .functionCounter()
                            .count())
                    .isZero();
        }
    }

    @Test
    void aHandOverCountsAsThatAndWhoWaitsAsWaiting() {
        try (LockTemplate locks = new LockTemplate(new InMemoryLockStore(), RedisLocks.DEFAULTS, List.of())) {
            new LockMeters(locks.here()).bindTo(meters);
            LockRequest request = LockRequest.of("a").waitTime(Duration.ofSeconds(20));
            Await.until(() -> {
                Lease first = locks.acquire(request);
                CompletionStage<Lease> second = locks.acquireAsync(request);
                Await.until(() -> meters.get("distributed.lock.waiting").gauge().value() == 1);
                first.close();
                Await.value(second).close();
                // One that has not come to stand in line yet is handed nothing.
                return meters.get("distributed.lock.handovers")
                                .functionCounter()
                                .count()
                        > 0;
            });

            assertThat(meters.get("distributed.lock.withdrawals")
                            .functionCounter()
                            .count())
                    .isZero();
            Await.until(() -> meters.get("distributed.lock.waiting").gauge().value() == 0);
        }
    }

    @Test
    void lostLeasesAndFailedRenewalsAreCountedByNameInEachRegistry() {
        SimpleMeterRegistry other = new SimpleMeterRegistry();
        LeaseTroubleMeters trouble = new LeaseTroubleMeters();
        trouble.bindTo(meters);
        trouble.bindTo(other);
        try (LockTemplate locks = new LockTemplate(new Unreachable(), RedisLocks.DEFAULTS, List.of(trouble))) {
            Lease lease = locks.acquire(LockRequest.of("item:a1")
                    .name("Bids-place")
                    .ttl(Duration.ofMillis(400))
                    .renew(true));
            Await.value(lease.lost());

            for (SimpleMeterRegistry registry : List.of(meters, other)) {
                Await.until(() -> registry.find("distributed.lock.lost").counter() != null);
                assertThat(registry.get("distributed.lock.lost")
                                .tag("lock.name", "Bids-place")
                                .tag("reason", "expired")
                                .counter()
                                .count())
                        .isEqualTo(1);
                assertThat(registry.get("distributed.lock.renewals.failed")
                                .tag("lock.name", "Bids-place")
                                .counter()
                                .count())
                        .isPositive();
            }
        }
    }

    @Test
    void ofANodeThatDoesNotAnswerTheTwoSeriesGrowApart() {
        List<QuorumNode> nodes = List.of(
                new QuorumNode("one", new InMemoryLockStore()),
                new QuorumNode("two", new InMemoryLockStore()),
                new QuorumNode("three", new Silent()));
        try (QuorumLockStore store = new QuorumLockStore(nodes, Duration.ofMillis(400), Duration.ofHours(1));
                LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of())) {
            new NodeMeters(store.answers()).bindTo(meters);

            locks.acquire(LockRequest.of("a")).close();

            assertThat(node("asked", "one")).isGreaterThanOrEqualTo(2);
            Await.until(() -> node("answered", "one") == node("asked", "one"));
            assertThat(node("asked", "three")).isPositive();
            assertThat(node("answered", "three")).isZero();
        }
    }

    private double node(String what, String node) {
        return meters.get("distributed.lock.node." + what)
                .tag("node", node)
                .functionCounter()
                .count();
    }

    /** Grants, and is not reached any more after that. */
    private static final class Unreachable extends OddStore {

        @Override
        public CompletionStage<Renewal> renew(Held held, Duration ttl) {
            return CompletableFuture.failedFuture(new IllegalStateException("not reachable"));
        }
    }

    /** Answers nothing. */
    private static final class Silent extends OddStore {

        @Override
        public CompletionStage<Answer> acquire(Acquire acquire) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
            return new CompletableFuture<>();
        }

        @Override
        public CompletionStage<Void> withdraw(Acquire acquire) {
            return new CompletableFuture<>();
        }
    }
}
