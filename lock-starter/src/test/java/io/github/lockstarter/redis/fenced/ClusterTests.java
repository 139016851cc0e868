package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.RedisClusterNode;
import org.springframework.data.redis.connection.stream.Consumer;
import org.springframework.data.redis.connection.stream.MapRecord;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

@Tag("boot3-in-ci")
class ClusterTests {

    private static RedisCluster cluster;

    private static RedisLocks locks;

    private static StringRedisTemplate plain;

    private static FencedRedis fenced;

    @BeforeAll
    static void begin() {
        cluster = RedisCluster.start();
        locks = new RedisLocks(TestRedis.lettuce(cluster), RedisLocks.DEFAULTS);
        plain = new StringRedisTemplate(locks.store().connectionFactory());
        fenced = new FencedRedis(locks.store());
    }

    @AfterAll
    static void end() {
        locks.close();
        cluster.close();
    }

    @Test
    void worksOnTheDataThatTheLockIsNamedLikeOnEveryNode() {
        List<Integer> slots = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            String item = "item:" + i;
            slots.add(slot(item));
            locks.template().execute(LockRequest.of(item), lease -> {
                StringRedisTemplate template = fenced.template();
                template.opsForValue().set(item, "1");
                assertThat(template.opsForValue().increment(item)).isEqualTo(2);
                template.opsForHash().putAll("{" + item + "}:bids", Map.of("ada", "11", "bob", "12"));
                assertThat(template.opsForHash().entries("{" + item + "}:bids")).hasSize(2);
                assertThat(template.executePipelined((RedisCallback<?>) connection -> {
                            connection.stringCommands().incr(item.getBytes(UTF_8));
                            connection.stringCommands().incr(item.getBytes(UTF_8));
                            return null;
                        }))
                        .containsExactly(3L, 4L);
                return null;
            });
            assertThat(plain.opsForValue().get(item)).isEqualTo("4");
        }
        assertThat(slots.stream().map(cluster::masterOf).distinct()).hasSize(3);
    }

    @Test
    void severalKeysOfOneSlotAreFine() {
        try (Lease lease = locks.template().acquire(LockRequest.of("item:a1"))) {
            StringRedisTemplate template = fenced.template(lease);

            template.opsForValue().multiSet(Map.of("item:a1", "1", "{item:a1}:b", "2"));
            template.opsForStream().add(MapRecord.create("{item:a1}:s", Map.of("f", "v", "g", "w")));
            template.opsForStream().createGroup("{item:a1}:s", ReadOffset.from("0"), "group");
            template.convertAndSend("a channel anywhere", "hello");

            assertThat(template.opsForValue().multiGet(List.of("item:a1", "{item:a1}:b")))
                    .containsExactly("1", "2");
            assertThat(template.opsForStream()
                            .read(
                                    Consumer.from("group", "consumer"),
                                    StreamOffset.create("{item:a1}:s", ReadOffset.lastConsumed())))
                    .hasSize(1);
            assertThat(template.execute(
                            RedisScript.of("return redis.call('GET', KEYS[1])", String.class), List.of("item:a1")))
                    .isEqualTo("1");
        }
    }

    @Test
    void aStolenLockIsLost() {
        Lease lease = locks.template().acquire(LockRequest.of("item:stolen"));
        cluster.masterOf(slot("item:stolen")).command("DEL", "lock:{item:stolen}");

        assertThatThrownBy(() -> fenced.template(lease).opsForValue().set("item:stolen", "1"))
                .isInstanceOf(LeaseLostException.class);
        assertThat(plain.opsForValue().get("item:stolen")).isNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aKeyOfAnotherSlotIsRefusedWithAnExplanation(boolean onTheSameNode) {
        String other = keyOfAnotherSlot("item:a1", onTheSameNode);
        try (Lease lease = locks.template().acquire(LockRequest.of("item:a1"))) {
            StringRedisTemplate template = fenced.template(lease);
            byte[] key = other.getBytes(UTF_8);
            RedisScript<String> script = RedisScript.of("return redis.call('SET', KEYS[1], '1')", String.class);

            assertThat(List.<Runnable>of(
                            () -> template.opsForValue().set(other, "1"),
                            () -> template.opsForHash().put(other, "f", "1"),
                            () -> template.opsForValue().multiSet(Map.of("item:a1", "1", other, "1")),
                            () -> template.rename("item:a1", other),
                            () -> template.execute(script, List.of(other)),
                            () -> template.executePipelined((RedisCallback<?>)
                                    connection -> connection.stringCommands().set(key, key)),
                            () -> template.execute(
                                    (RedisCallback<?>) connection -> connection.execute("SET", key, key))))
                    .allSatisfy(call -> assertThatThrownBy(call::run)
                            .isExactlyInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("'" + other + "'")
                            .hasMessageContaining("'lock:{item:a1}'")
                            .hasMessageContaining("hash tag"));
        }
        assertThat(plain.hasKey(other)).isFalse();
    }

    @Test
    void locksInTwoSlotsCannotFence() {
        List<byte[]> lockKeys =
                List.of(locks.store().lockKey("a"), locks.store().lockKey("b"));

        assertThatThrownBy(() -> new SlotCheck(new KeyNotingCodec()).check("GET", List.of(), lockKeys))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("lock:{a}")
                .hasMessageContaining("lock:{b}");
    }

    @Test
    void whatHasNoKeyOrIsForNodesIsRefusedByName() {
        try (Lease lease = locks.template().acquire(LockRequest.of("item:a1"))) {
            StringRedisTemplate template = fenced.template(lease);

            assertThat(Map.<String, Runnable>of(
                            "KEYS", () -> template.keys("*"),
                            "SCAN", () -> template.scan(ScanOptions.NONE).close(),
                            "RANDOMKEY", template::randomKey,
                            "PING", () -> template.execute((RedisCallback<?>) connection -> connection.ping()),
                            "DBSIZE",
                                    () -> template.execute((RedisCallback<?>) connection ->
                                            connection.serverCommands().dbSize())))
                    .allSatisfy((name, call) -> assertThatThrownBy(call::run)
                            .isExactlyInstanceOf(UnsupportedOperationException.class)
                            .hasMessageContaining("refuses " + name + "."));
            assertThatThrownBy(() -> template.opsForCluster().ping(new RedisClusterNode("127.0.0.1", 1)))
                    .isExactlyInstanceOf(UnsupportedOperationException.class);
        }
    }

    private static int slot(String key) {
        return SlotHash.getSlot(key.getBytes(UTF_8));
    }

    private static String keyOfAnotherSlot(String key, boolean onTheSameNode) {
        for (int i = 0; ; i++) {
            String other = "other:" + i;
            boolean same = cluster.masterOf(slot(other)) == cluster.masterOf(slot(key));
            if (slot(other) != slot(key) && same == onTheSameNode) {
                return other;
            }
        }
    }
}
