package io.github.lockstarter.torture.peers;

import com.baomidou.lock.LockInfo;
import com.baomidou.lock.LockTemplate;
import com.baomidou.lock.executor.RedisTemplateLockExecutor;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.worker.Held;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.NotGranted;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * lock4j's template over its executor on Spring's RedisTemplate, put together by hand as its auto-configuration does. It throws
 * the same exception, without a cause, for an interrupt as for a fault of Redis: both count as unavailable.
 */
final class Lock4jPeer implements Locking {

    private final LettuceConnectionFactory factory;
    private final LockTemplate template = new LockTemplate();

    Lock4jPeer(int port) {
        factory = SpringRedis.factory(port);
        Lock4jProperties properties = new Lock4jProperties();
        template.setProperties(properties);
        template.setExecutors(List.of(new RedisTemplateLockExecutor(new StringRedisTemplate(factory), properties)));
        try {
            template.afterPropertiesSet();
        } catch (Exception e) {
            throw new IllegalStateException("lock4j's template cannot be made", e);
        }
    }

    @Override
    public Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        return Refused.granted(() -> {
            long noted = System.nanoTime();
            LockInfo lock = template.lock(Terms.name(key), ttl.toMillis(), Terms.millis(waitTime));
            if (lock == null) {
                throw Refused.busy();
            }
            return new NotedHeld(noted, ttl, 0, () -> template.releaseLock(lock));
        });
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
