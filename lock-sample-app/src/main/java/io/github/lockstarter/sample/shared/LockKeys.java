package io.github.lockstarter.sample.shared;

import io.github.lockstarter.redis.RedisLockStore;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Where Redis keeps the lock of an item. */
@Component
public class LockKeys {

    private final ObjectProvider<RedisLockStore> store;

    LockKeys(ObjectProvider<RedisLockStore> store) {
        this.store = store;
    }

    /** Whether the Redis that has the items has them, too. */
    public boolean areInRedis() {
        return store.getIfAvailable() != null;
    }

    /** Returns the key of the lock; where locks are switched off, or are kept elsewhere, one that is not there. */
    public String of(String item) {
        String key = "item:" + item;
        RedisLockStore redis = store.getIfAvailable();
        return redis == null ? "lock:{" + key + "}" : new String(redis.lockKey(key), StandardCharsets.UTF_8);
    }
}
