package io.github.lockstarter.testing;

import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.core.LoggingLockListener;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.RedisLockStore;
import java.time.Duration;
import java.util.List;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Locks on a real Redis through a connection of their own: one of these is to the server what one JVM is. */
public final class RedisLocks implements AutoCloseable {

    public static final LockDefaults DEFAULTS = new LockDefaults(
            Duration.ofSeconds(10), 20, Duration.ofMillis(100), Duration.ofHours(1), Duration.ofSeconds(1));

    private final RedisConnectionFactory factory;

    private final RedisLockStore store;

    private final LockTemplate template;

    public RedisLocks(RedisServer server) {
        this(server, DEFAULTS, new LoggingLockListener());
    }

    public RedisLocks(RedisServer server, LockDefaults defaults, LockListener... listeners) {
        this(TestRedis.connections(server), defaults, listeners);
    }

    /** @param factory started; ends with this */
    public RedisLocks(RedisConnectionFactory factory, LockDefaults defaults, LockListener... listeners) {
        this.factory = factory;
        store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
        template = new LockTemplate(store, defaults, List.of(listeners));
    }

    /** Once it has been granted a lock: the first one connects, and on a busy machine that takes longer than an answer may. */
    public RedisLocks warm() {
        Await.until(() -> {
            try {
                template.acquire(LockRequest.of("warm-up")).close();
                return true;
            } catch (LockStoreException e) {
                return false;
            }
        });
        return this;
    }

    public LockTemplate template() {
        return template;
    }

    public RedisLockStore store() {
        return store;
    }

    @Override
    public void close() {
        template.close();
        store.close();
        ((SmartLifecycle) factory).stop();
    }
}
