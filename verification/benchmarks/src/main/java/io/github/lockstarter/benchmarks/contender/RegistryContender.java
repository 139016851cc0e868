package io.github.lockstarter.benchmarks.contender;

import java.util.concurrent.locks.Lock;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;

/** Spring Integration's registry, spinning or waiting for a message. */
final class RegistryContender implements Contender {
    private final LettuceConnectionFactory factory;
    private final RedisLockRegistry registry;

    RegistryContender(int port, boolean pubSub) {
        factory = SpringRedis.factory(port);
        String name = pubSub ? "registry-pubsub" : "registry-spin";
        registry = new RedisLockRegistry(factory, name, Terms.LEASE);
        registry.setRedisLockType(pubSub ? RedisLockType.PUB_SUB_LOCK : RedisLockType.SPIN_LOCK);
    }

    @Override
    public Session session(String key) {
        return new RegistrySession(registry, key);
    }

    @Override
    public void close() {
        registry.destroy();
        factory.destroy();
    }

    /** One thread at one key, which asks the registry each time, as the registry's documentation has it. */
    private static final class RegistrySession implements Session {
        private final RedisLockRegistry registry;
        private final String key;
        private Lock lock;

        RegistrySession(RedisLockRegistry registry, String key) {
            this.registry = registry;
            this.key = key;
            lock = registry.obtain(key);
        }

        @Override
        public void acquire() {
            lock = registry.obtain(key);
            lock.lock();
        }

        @Override
        public void release() {
            lock.unlock();
        }
    }
}
