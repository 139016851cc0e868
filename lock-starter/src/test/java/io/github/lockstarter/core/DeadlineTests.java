package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("without-spring")
class DeadlineTests {

    private final StalledStore store = new StalledStore();

    private final LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of());

    @AfterEach
    void end() {
        store.answer();
        locks.close();
    }

    @Test
    void countsFromBeforeTheCommandWasSent() throws Exception {
        store.stall();
        CompletableFuture<Lease> acquiring = CompletableFuture.supplyAsync(() -> locks.acquire(LockRequest.of("a")));
        Await.until(store::isAsked);
        Await.pass(Duration.ofMillis(300));
        store.answer();

        Lease lease = acquiring.get(5, TimeUnit.SECONDS);

        assertThat(lease.remaining()).isLessThan(Duration.ofMillis(10_000 - 300 - 100 - 2));
    }

    @Test
    void isOnePercentAndTwoMillisecondsBeforeTheTtl() {
        Granted granted = Granted.of(new Grant(1, Duration.ofSeconds(20)), Duration.ofSeconds(10), 5);

        assertThat(granted.deadline() - 5).isEqualTo(Duration.ofMillis(9_898).toNanos());
    }

    @Test
    void isNeverAfterTheServersExpiry() {
        Granted granted = Granted.of(new Grant(1, Duration.ofSeconds(1)), Duration.ofSeconds(10), 5);

        assertThat(granted.deadline() - 5).isEqualTo(Duration.ofMillis(988).toNanos());
    }

    @Test
    void isNeverAfterTheServersExpiryWhenOneTokenIsAcquiredAgain() {
        RedisServer server = TestRedis.empty();
        Random random = new Random(42);
        try (RedisLocks redis = new RedisLocks(server)) {
            for (int i = 0; i < 300; i++) {
                OwnerToken token = new OwnerToken(i + "@test");
                redis.store()
                        .acquire(Acquire.once(List.of("k" + i), token, ttl(random)))
                        .toCompletableFuture()
                        .join();
                Duration ttl = ttl(random);
                long sent = System.nanoTime();
                Grant again = (Grant) redis.store()
                        .acquire(Acquire.once(List.of("k" + i), token, ttl))
                        .toCompletableFuture()
                        .join();

                long asked = System.nanoTime();
                long left = Long.parseLong(server.command("PTTL", "lock:{k" + i + "}"));

                // Redis answers later than it was asked, so the lock lasts at least this long from then.
                long expiry = asked + TimeUnit.MILLISECONDS.toNanos(left);
                assertThat(expiry - Granted.of(again, ttl, sent).deadline()).isPositive();
            }
        }
    }

    private static Duration ttl(Random random) {
        return Duration.ofMillis(50 + random.nextInt(10_000));
    }

    @Test
    void aGrantThatIsOverWhenItComesInIsNone() {
        store.grantNoLongerThan(Duration.ofMillis(1));

        assertThatThrownBy(() -> locks.acquire(LockRequest.of("a").retries(0))).isInstanceOf(LockStoreException.class);
        assertThat(store.withdrawals()).isPositive();
    }
}
