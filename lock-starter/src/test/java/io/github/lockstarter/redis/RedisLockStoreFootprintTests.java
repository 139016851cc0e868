package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a lock costs Redis, counted by Redis. */
class RedisLockStoreFootprintTests {

    @Test
    void anUncontendedLockIsTwoCommandsAndAtMostNineCalls() {
        RedisServer server = TestRedis.empty();
        try (RedisLocks locks = new RedisLocks(server)) {
            // The first of all connects, and takes its time on a busy machine.
            locks.template()
                    .acquire(LockRequest.of("a").waitTime(Duration.ofSeconds(30)))
                    .close();
            server.command("CONFIG", "RESETSTAT");

            locks.template().acquire(LockRequest.of("a")).close();

            Map<String, Integer> calls = calls(server);
            assertThat(calls).containsEntry("evalsha", 2);
            assertThat(calls)
                    .containsOnly(
                            Map.entry("evalsha", 2),
                            Map.entry("set", 2),
                            Map.entry("zpopmin", 2),
                            Map.entry("time", 1),
                            Map.entry("get", 1),
                            Map.entry("del", 1));
            assertThat(calls.values().stream().mapToInt(Integer::intValue).sum())
                    .isLessThanOrEqualTo(9);
        }
    }

    @Test
    void theReleasesFirstLinesAreGetCompareDelete() {
        assertThat(Script.load("release.lua", Script.Reply.NUMBER, Script.NOTHING)
                        .text()
                        .lines()
                        .limit(3))
                .containsExactly(
                        "local ours = redis.call('GET', KEYS[1]) == ARGV[1]",
                        "if ours then",
                        "  redis.call('DEL', KEYS[1])");
    }

    @Test
    void everyKeyHasATtlAndTheFencingTokenOutlivesTheLockByTenTimesItsTtlOrAnHour() {
        RedisServer server = TestRedis.empty();
        try (RedisLocks locks = new RedisLocks(server)) {
            Lease brief = locks.template().acquire(LockRequest.of("brief").ttl(Duration.ofSeconds(5)));
            Lease lasting = locks.template().acquire(LockRequest.of("lasting").ttl(Duration.ofHours(2)));

            assertThat(ttl(server, "lock:{brief}")).isBetween(4_000L, 5_000L);
            assertThat(ttl(server, "lock:fence:{brief}")).isBetween(3_590_000L, 3_600_000L);
            assertThat(ttl(server, "lock:fence:{lasting}")).isGreaterThan(71_990_000L);
            brief.close();
            lasting.close();
        }
    }

    /** Or the next one, by the server's clock, could be less. */
    @Test
    void aFencingTokenThatIsAheadOfTheServersClockIsKeptForLongerByAsMuch() {
        RedisServer server = TestRedis.empty();
        long inTwoHours = System.currentTimeMillis() * 1_000 + 7_200_000_000L;
        try (RedisLocks locks = new RedisLocks(server)) {
            for (List<String> keys : List.of(List.of("one"), List.of("two", "three"))) {
                OwnerToken token = new OwnerToken("%032x@test".formatted(1));
                Await.value(locks.store()
                        .acquire(new Acquire(keys, token, Duration.ofSeconds(5), inTwoHours, Standing.APART)));
                Await.value(locks.store().release(new Held(keys, token, Duration.ofSeconds(5)), null));
            }
            locks.template().acquire(LockRequest.of("one")).close();

            for (String key : List.of("one", "two", "three")) {
                assertThat(ttl(server, "lock:fence:{" + key + "}")).isBetween(10_790_000L, 10_801_000L);
            }
        }
    }

    /** Replicas can acknowledge nothing else. */
    @Test
    void askingAgainAndRenewingWriteEvenWhatChangesNothing() {
        RedisServer server = TestRedis.empty();
        Duration brief = Duration.ofSeconds(5);
        OwnerToken token = new OwnerToken("%032x@test".formatted(1));
        try (RedisLocks locks = new RedisLocks(server)) {
            for (List<String> keys : List.of(List.of("one"), List.of("two", "three"))) {
                Await.value(locks.store().acquire(Acquire.once(keys, token, Duration.ofMinutes(1))));
                server.command("CONFIG", "RESETSTAT");

                Await.value(locks.store().acquire(Acquire.once(keys, token, brief)));
                assertThat(calls(server)).containsEntry("pexpire", keys.size());
                Await.value(locks.store().renew(new Held(keys, token, brief), brief));

                assertThat(calls(server)).containsEntry("pexpire", 2 * keys.size());
                for (String key : keys) {
                    assertThat(ttl(server, "lock:{" + key + "}")).isBetween(50_000L, 60_000L);
                }
            }
        }
    }

    private static long ttl(RedisServer server, String key) {
        return Long.parseLong(server.command("PTTL", key));
    }

    /** Calls by command since the statistics were reset, without those of the test itself. */
    private static Map<String, Integer> calls(RedisServer server) {
        Map<String, Integer> calls = new TreeMap<>();
        server.command("INFO", "commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_"))
                .forEach(line -> {
                    String name = line.substring("cmdstat_".length(), line.indexOf(':'));
                    String count = line.replaceAll(".*:calls=(\\d+),.*", "$1");
                    calls.put(name, Integer.parseInt(count));
                });
        calls.keySet().removeIf(name -> name.startsWith("config") || name.equals("info"));
        return calls;
    }
}
