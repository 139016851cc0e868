package io.github.lockstarter.benchmarks.contender;

import java.time.Duration;
import java.time.Instant;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** ShedLock's provider, which tries once; it compares the owner on release only with safeUpdate, so with that. */
final class ShedLockContender implements Contender {
    private final LettuceConnectionFactory factory;
    private final RedisLockProvider provider;

    ShedLockContender(int port) {
        factory = SpringRedis.factory(port);
        provider = new RedisLockProvider.Builder(factory).safeUpdate(true).build();
    }

    @Override
    public Session session(String key) {
        return new ShedLockSession(key);
    }

    @Override
    public void close() {
        factory.destroy();
    }

    /** One thread at one key that nobody else wants. */
    private final class ShedLockSession implements Session {
        private final String key;
        private @Nullable SimpleLock lock;

        ShedLockSession(String key) {
            this.key = key;
        }

        @Override
        public void acquire() {
            lock = provider.lock(new LockConfiguration(Instant.now(), key, Terms.LEASE, Duration.ZERO))
                    .orElseThrow(() -> new IllegalStateException("The lock was taken, and ShedLock cannot wait."));
        }

        @Override
        public void release() {
            if (lock != null) {
                lock.unlock();
            }
        }
    }
}
