package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.NastyKeys;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.Rounds;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is promised of locks in Redis, tried often. */
@Tag("many-rounds")
class RedisLockStoreGuaranteeTests {

    @Test
    void aReleaseAfterExpiryLeavesTheLockOfAnotherAlive() {
        RedisServer server = TestRedis.empty();
        int rounds = Rounds.of(500, 10_000);
        int atOnce = 250;
        // Without the listener that logs each loss.
        try (RedisLocks late = new RedisLocks(server, RedisLocks.DEFAULTS);
                RedisLocks successor = new RedisLocks(server, RedisLocks.DEFAULTS)) {
            int alive = 0;
            for (int done = 0; done < rounds; done += atOnce) {
                List<Lease> expiring = new ArrayList<>();
                for (int i = 0; i < atOnce; i++) {
                    expiring.add(late.template().acquire(LockRequest.of("k" + i).ttl(Duration.ofMillis(20))));
                }
                Lease[] theirs = new Lease[atOnce];
                for (int i = 0; i < atOnce; i++) {
                    theirs[i] = successor.template().acquire(LockRequest.of("k" + i));
                }
                expiring.forEach(Lease::close);
                for (Lease lease : theirs) {
                    String key = lease.keys().iterator().next();
                    alive += late.template().tryAcquire(LockRequest.of(key)).isEmpty() ? 1 : 0;
                    lease.close();
                }
            }
            assertThat(alive).isEqualTo(rounds);
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        }
    }

    @Test
    void nastyKeysLockAndReleaseWithRedisKeysOfTheirOwnInOneSlotEachWithATtl() throws Exception {
        RedisServer server = TestRedis.empty();
        Set<String> keys = NastyKeys.some(Rounds.of(800, 10_000), System.nanoTime());
        try (RedisLocks locks = new RedisLocks(server);
                RedisLocks others = new RedisLocks(server)) {
            List<Lease> leases = new ArrayList<>();
            for (String key : keys) {
                leases.add(locks.template().acquire(LockRequest.of(key).ttl(Duration.ofMinutes(10))));
            }
            assertThat(server.command("DBSIZE")).isEqualTo(Integer.toString(2 * keys.size()));
            assertThat(withoutTtl(server)).isEqualTo("0");
            for (String key : keys) {
                assertThat(others.template().tryAcquire(LockRequest.of(key))).isEmpty();
            }
            leases.forEach(Lease::close);
            assertThat(server.command("DBSIZE")).isEqualTo(Integer.toString(keys.size()));
        }
    }

    @Test
    void fencingTokensOnlyGrowThroughFlushAllAndARestartWithoutData() {
        List<Long> fencingTokens = new ArrayList<>();
        try (RedisServer server = RedisServer.start();
                RedisLocks locks = new RedisLocks(server)) {
            LockRequest request = LockRequest.of("a").waitTime(Duration.ofSeconds(20));
            for (int i = 0; i < 30; i++) {
                try (Lease lease = locks.template().acquire(request)) {
                    fencingTokens.add(lease.fencingToken());
                }
                if (i % 10 == 9) {
                    server.restart();
                } else if (i % 3 == 0) {
                    server.command("FLUSHALL");
                }
            }
        }
        assertThat(fencingTokens).isSorted().doesNotHaveDuplicates().hasSize(30);
    }

    @Test
    void flushingScriptsUnderLoadReachesNoCaller() throws Exception {
        RedisServer server = TestRedis.empty();
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger flushes = new AtomicInteger();
        ExecutorService pool = Executors.newFixedThreadPool(9);
        try (RedisLocks locks = new RedisLocks(server)) {
            locks.warm();
            Future<?> flushing = pool.submit(() -> {
                try (RespConnection connection =
                        RespConnection.open(server.host(), server.port(), Duration.ofSeconds(10))) {
                    while (!over.get()) {
                        connection.send("SCRIPT", "FLUSH");
                        flushes.incrementAndGet();
                    }
                }
            });
            List<Future<?>> loads = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                String key = "k" + t;
                loads.add(pool.submit(() -> {
                    for (int i = 0; i < Rounds.of(150, 1_000); i++) {
                        locks.template().acquire(LockRequest.of(key)).close();
                    }
                }));
            }
            for (Future<?> load : loads) {
                load.get(60, TimeUnit.SECONDS);
            }
            over.set(true);
            flushing.get(10, TimeUnit.SECONDS);
            assertThat(flushes).hasValueGreaterThan(100);
            assertThat(TestRedis.lockKeys(server)).isEmpty();
        } finally {
            over.set(true);
            pool.shutdownNow();
        }
    }

    @Test
    void aLeasesDeadlineIsNeverAfterTheServersExpiryHoweverItWasGranted() {
        RedisServer server = TestRedis.empty();
        try (RedisLocks locks = new RedisLocks(server)) {
            Set<Long> early = new HashSet<>();
            for (int i = 0; i < 500; i++) {
                try (Lease lease = locks.template().acquire(LockRequest.of("a").ttl(Duration.ofMillis(50 + i)))) {
                    // Asked one after the other: the server is looked at later, so it must still have more than what is
                    // left.
                    long left = lease.remaining().toMillis();
                    long onServer = Long.parseLong(server.command("PTTL", "lock:{a}"));
                    long passed = left - lease.remaining().toMillis() + 1;
                    early.add(onServer + passed - left);
                }
            }
            assertThat(early).allMatch(margin -> margin >= 0);
        }
    }

    @Test
    void interruptsWhileWaitingLeaveNothingAndKeepTheFlag() throws Exception {
        interrupt(Rounds.of(200, 2_000), true);
    }

    @Test
    void interruptsWhileHoldingLeaveNothingAndKeepTheFlag() throws Exception {
        interrupt(Rounds.of(200, 2_000), false);
    }

    private static void interrupt(int rounds, boolean waiting) throws Exception {
        RedisServer server = TestRedis.empty();
        AtomicInteger flagsKept = new AtomicInteger();
        AtomicInteger ended = new AtomicInteger();
        try (RedisLocks locks = new RedisLocks(server);
                RedisLocks holder = new RedisLocks(server)) {
            locks.warm();
            LockRequest request = LockRequest.of("a")
                    .ttl(Duration.ofMinutes(10))
                    .waitTime(Duration.ofMinutes(1))
                    .retryDelay(Duration.ofMillis(1));
            Lease held = waiting ? holder.template().acquire(request) : null;
            for (int i = 0; i < rounds; i++) {
                CallUnderInterrupt call = new CallUnderInterrupt(locks.template(), request, flagsKept, ended, waiting);
                call.runAndInterruptAfter(i % 500 * 1_000L);
            }
            if (held != null) {
                held.close();
            }
            assertThat(ended).hasValue(rounds);
            assertThat(flagsKept).hasValue(rounds);
            Await.until(Duration.ofSeconds(5), () -> TestRedis.lockKeys(server).isEmpty());
        }
    }

    private static String withoutTtl(RedisServer server) {
        return server.command(
                "EVAL",
                "local n = 0 for _, key in ipairs(redis.call('KEYS', '*')) do "
                        + "if redis.call('PTTL', key) < 0 then n = n + 1 end end return n",
                "0");
    }
}
