package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.worker.Held;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.NotGranted;
import java.time.Duration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;
import org.springframework.integration.redis.util.RedisLockRegistry.RedisLockType;
import org.springframework.integration.support.locks.DistributedLock;

/** Spring Integration's registry, whose locks are given a ttl with each call. */
final class RegistryPeer implements Locking {

    private final LettuceConnectionFactory factory;
    private final RedisLockRegistry registry;

    RegistryPeer(int port, RedisLockType type) {
        factory = SpringRedis.factory(port);
        registry = new RedisLockRegistry(factory, "registry");
        registry.setRedisLockType(type);
    }

    @Override
    public Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        return Refused.granted(() -> {
            DistributedLock lock = registry.obtain(Terms.name(key));
            long noted = System.nanoTime();
            if (!lock.tryLock(Duration.ofMillis(Terms.millis(waitTime)), ttl)) {
                throw Refused.busy();
            }
            return new NotedHeld(noted, ttl, 0, lock::unlock);
        });
    }

    @Override
    public void close() {
        registry.destroy();
        factory.destroy();
    }
}
