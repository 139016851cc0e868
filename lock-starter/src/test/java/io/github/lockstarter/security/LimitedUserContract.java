package io.github.lockstarter.security;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.SharingContract;
import io.github.lockstarter.testing.LimitedUser;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** All that a store promises, as the user of docs/security.md. */
abstract class LimitedUserContract extends SharingContract {

    private final RedisServer server = TestRedis.empty();

    private final RedisConnectionFactory factory;

    private final RedisLockStore store;

    LimitedUserContract() {
        LimitedUser.on(server);
        factory = connections(server);
        store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
    }

    /** Of that user. */
    abstract RedisConnectionFactory connections(RedisServer redis);

    @AfterEach
    void close() {
        store.close();
        LimitedUser.end(factory);
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
