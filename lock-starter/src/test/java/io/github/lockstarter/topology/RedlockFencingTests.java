package io.github.lockstarter.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.quorum.QuorumNode;
import io.github.lockstarter.redis.RedlockNode;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.testing.Figures;
import io.github.lockstarter.testing.RedlockServers;
import io.github.lockstarter.testing.Rounds;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** On real nodes, of which some cannot be reached now and then. */
class RedlockFencingTests {

    private static final Duration TTL = Duration.ofSeconds(10);

    private final Random random = new Random(11);

    @Test
    void tokensGrowWhileNodesAreUnreachableAtRandom() throws Exception {
        int rounds = Rounds.of(500, 5_000);
        int granted = 0;
        long last = 0;
        try (RedlockServers servers = new RedlockServers(5);
                RedlockServers.Jvm one = servers.jvm(Duration.ofMillis(500), Duration.ZERO);
                RedlockServers.Jvm other = servers.jvm(Duration.ofMillis(500), Duration.ZERO);
                QuorumLockStore first = store(one);
                QuorumLockStore second = store(other)) {
            for (int i = 0; granted < rounds; i++) {
                QuorumLockStore jvm = random.nextBoolean() ? first : second;
                OwnerToken token = new OwnerToken(i + "@test");
                Answer answer = jvm.acquire(Acquire.once(List.of("a"), token, TTL))
                        .exceptionally(unavailable -> null)
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);
                if (answer instanceof Grant grant) {
                    assertThat(grant.fencingToken()).as("grant %d", granted).isGreaterThan(last);
                    last = grant.fencingToken();
                    granted++;
                    jvm.release(new Held(List.of("a"), token, TTL), null)
                            .exceptionally(unknown -> null)
                            .toCompletableFuture()
                            .get(10, TimeUnit.SECONDS);
                }
            }
        }
        Figures.print("Redlock on five servers, unreachable at random: %d fencing tokens, all greater than before"
                .formatted(granted));
    }

    private QuorumLockStore store(RedlockServers.Jvm jvm) {
        return new QuorumLockStore(
                jvm.nodes().all().stream()
                        .map(node -> new QuorumNode(node.name(), new Unreliable(node)))
                        .toList(),
                Duration.ofMillis(500),
                Duration.ofHours(1));
    }

    /** Cannot be reached by one acquire in five. */
    private final class Unreliable implements LockStore {

        private final RedlockNode node;

        Unreliable(RedlockNode node) {
            this.node = node;
        }

        @Override
        public CompletionStage<Answer> acquire(Acquire acquire) {
            return maybe(() -> node.acquire(acquire));
        }

        @Override
        public CompletionStage<Renewal> renew(Held held, Duration ttl) {
            return node.renew(held, ttl);
        }

        @Override
        public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
            return node.release(held, next);
        }

        @Override
        public CompletionStage<Void> withdraw(Acquire acquire) {
            return node.withdraw(acquire);
        }

        private <T> CompletionStage<T> maybe(Supplier<CompletionStage<T>> command) {
            return random.nextInt(5) == 0
                    ? CompletableFuture.failedFuture(
                            new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "not reachable", null))
                    : command.get();
        }
    }
}
