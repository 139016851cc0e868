package io.github.lockstarter.redis;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.SharingContract;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

class LettuceLockStoreTests extends SharingContract {

    private final RedisServer server = TestRedis.empty();

    private final LettuceConnectionFactory factory = TestRedis.lettuce(server);

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
    protected void standInLine(String key, OwnerToken token) {
        server.command("ZADD", "lock:queue:{" + key + "}", "1", token.value());
    }

    @Override
    protected void elapse(Duration time) {
        TestRedis.elapse(server, time);
    }
}
