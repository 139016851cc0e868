package io.github.lockstarter.torture.dropped;

import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.redis.RedisLockStore;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Locks with a connection of their own. */
final class Client implements AutoCloseable {

    private static final LockDefaults DEFAULTS = new LockDefaults(
            Duration.ofSeconds(10), 20, Duration.ofMillis(100), Duration.ofHours(1), Duration.ofSeconds(1));

    private final LettuceConnectionFactory factory;
    private final RedisLockStore store;
    private final LockTemplate locks;

    private Client(LettuceConnectionFactory factory, LockListener... listeners) {
        this.factory = factory;
        store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
        locks = new LockTemplate(store, DEFAULTS, List.of(listeners));
    }

    static Client of(int port, LockListener... listeners) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", port);
        factory.afterPropertiesSet();
        factory.start();
        return new Client(factory, listeners);
    }

    LockOperations locks() {
        return locks;
    }

    @Override
    public void close() {
        locks.close();
        store.close();
        factory.destroy();
    }
}
