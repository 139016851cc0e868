package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What a lock costs Redis, counted by Redis. */
class RedisLockStoreFootprintTests {

    @Test
    void anUncontendedLockIsTwoCommandsAndAtMostNineCalls() {
        RedisServer server = TestRedis.empty();
        try (RedisLocks locks = new RedisLocks(server)) {
            locks.template().acquire(LockRequest.of("a")).close();
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
