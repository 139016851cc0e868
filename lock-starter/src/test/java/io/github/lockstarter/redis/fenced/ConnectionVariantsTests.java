package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import java.time.Duration;
import java.util.List;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

/** However the application connects, its connections serve the fence and stay its own. */
class ConnectionVariantsTests {

    private static final LockRequest REQUEST = LockRequest.of("item:a1").ttl(Duration.ofMinutes(10));

    private final RedisServer server = TestRedis.empty();

    @ParameterizedTest
    @EnumSource
    void fencesOnTheConnectionsOfTheApplicationAndGivesThemBack(Variant variant) {
        try (RedisLocks locks = locks(variant)) {
            StringRedisTemplate plain = new StringRedisTemplate(locks.store().connectionFactory());
            Lease lease = locks.template().acquire(REQUEST);
            StringRedisTemplate fenced = new FencedRedis(locks.store()).template(lease);
            useAll(plain);
            long connections = connections();

            useAll(fenced);
            useAll(plain);

            assertThat(connections()).isEqualTo(connections);
            server.command("DEL", "lock:{item:a1}");
            assertThatThrownBy(() -> fenced.opsForValue().set("written", "1")).isInstanceOf(LeaseLostException.class);
            useAll(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void worksAgainAfterItsConnectionsAreKilled(Variant variant) {
        try (RedisLocks locks = locks(variant)) {
            StringRedisTemplate plain = new StringRedisTemplate(locks.store().connectionFactory());
            Lease lease = locks.template().acquire(REQUEST);
            StringRedisTemplate fenced = new FencedRedis(locks.store()).template(lease);
            useAll(fenced);

            server.command("CLIENT", "KILL", "TYPE", "normal");

            Await.until(() -> works(fenced));
            Await.until(() -> works(plain));
            useAll(fenced);
            useAll(plain);
        }
    }

    @ParameterizedTest
    @EnumSource
    void leavesATransactionOfTheApplicationAlone(Variant variant) {
        try (RedisLocks locks = locks(variant)) {
            StringRedisTemplate plain = new StringRedisTemplate(locks.store().connectionFactory());
            Lease lease = locks.template().acquire(REQUEST);
            StringRedisTemplate fenced = new FencedRedis(locks.store()).template(lease);

            List<Object> results = plain.execute(new SessionCallback<List<Object>>() {
                @Override
                @SuppressWarnings("unchecked")
                public <K, V> List<Object> execute(RedisOperations<K, V> operations) throws DataAccessException {
                    operations.multi();
                    operations.opsForValue().set((K) "theirs", (V) "1");
                    fenced.opsForValue().set("ours", "1");
                    assertThat(fenced.opsForValue().get("ours")).isEqualTo("1");
                    assertThat(fenced.opsForValue().get("theirs")).isNull();
                    assertThatThrownBy(fenced::multi).isInstanceOf(UnsupportedOperationException.class);
                    operations.opsForValue().increment((K) "theirs");
                    return operations.exec();
                }
            });

            assertThat(results).containsExactly(true, 2L);
        }
    }

    @Test
    void aSharedConnectionStillHearsWhatHappensToItsSocket() {
        try (RedisServer own = RedisServer.start();
                RedisLocks locks = new RedisLocks(own)) {
            Lease lease = locks.template().acquire(REQUEST);
            StatefulConnection<?, ?> shared;
            try (RedisConnection connection = locks.store().connectionFactory().getConnection()) {
                shared = ((RedisAsyncCommands<?, ?>) connection.getNativeConnection()).getStatefulConnection();
            }
            StringRedisTemplate fenced = new FencedRedis(locks.store()).template(lease);
            useAll(fenced);
            assertThat(shared.isOpen()).isTrue();

            own.kill();

            Await.until(() -> !shared.isOpen());
            own.restart();
            Await.until(shared::isOpen);
        }
    }

    private static void useAll(StringRedisTemplate template) {
        template.opsForValue().set("a", "1");
        assertThat(template.opsForValue().increment("a")).isEqualTo(2);
        assertThat(template.execute(RedisScript.of("return ARGV[1]", String.class), List.of(), "x"))
                .isEqualTo("x");
        assertThat(template.executePipelined((RedisCallback<?>) connection -> {
                    connection.stringCommands().incr("a".getBytes(UTF_8));
                    connection.stringCommands().incr("a".getBytes(UTF_8));
                    return null;
                }))
                .containsExactly(3L, 4L);
    }

    private static boolean works(StringRedisTemplate template) {
        try {
            return "1".equals(template.opsForValue().getAndSet("a", "1"));
        } catch (DataAccessException e) {
            return false;
        }
    }

    private long connections() {
        return server.command("CLIENT", "LIST", "TYPE", "normal")
                .lines()
                .filter(line -> !line.isBlank())
                .count();
    }

    private RedisLocks locks(Variant variant) {
        GenericObjectPoolConfig<StatefulConnection<?, ?>> pool = new GenericObjectPoolConfig<>();
        // Whoever keeps a connection is found out.
        pool.setMaxTotal(2);
        pool.setMaxWait(Duration.ofSeconds(2));
        LettuceClientConfiguration client = variant == Variant.POOLED
                ? LettucePoolingClientConfiguration.builder().poolConfig(pool).build()
                : LettuceClientConfiguration.defaultConfiguration();
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration(server.host(), server.port()), client);
        factory.setShareNativeConnection(variant == Variant.SHARED);
        factory.afterPropertiesSet();
        factory.start();
        return new RedisLocks(factory, RedisLocks.DEFAULTS);
    }

    enum Variant {
        SHARED,
        UNSHARED,
        POOLED
    }
}
