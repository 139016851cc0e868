package io.github.lockstarter.redis;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.SharingContract;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

class JedisLockStoreTests extends SharingContract {

    private final RedisServer server = TestRedis.empty();

    private final JedisConnectionFactory factory = TestRedis.jedis(server);

    private final RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));

    @AfterEach
    void end() {
        store.close();
        factory.destroy();
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
