package io.github.lockstarter.security;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.LineContract;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.testing.LimitedUser;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/** All that a store promises, as the user of docs/security.md. */
@Tag("in-ci")
class JedisLimitedUserTests extends LineContract {

    private static RedisServer server;

    private static JedisConnectionFactory factory;

    private final RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));

    @BeforeAll
    static void begin() {
        server = TestRedis.empty();
        LimitedUser.on(server);
        factory = LimitedUser.jedis(server);
    }

    @AfterAll
    static void end() {
        factory.destroy();
    }

    @AfterEach
    void close() {
        store.close();
        TestRedis.empty();
    }

    @Override
    protected LockStore store() {
        return store;
    }

    @Override
    protected void elapse(Duration time) {
        TestRedis.elapse(server, time);
    }
}
