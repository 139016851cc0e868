package io.github.lockstarter.benchmarks.contender;

import com.baomidou.lock.LockInfo;
import com.baomidou.lock.LockTemplate;
import com.baomidou.lock.executor.RedisTemplateLockExecutor;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/** lock4j's template over its executor on Spring's RedisTemplate, put together by hand as its auto-configuration does. */
final class Lock4jContender implements Contender {
    private final LettuceConnectionFactory factory;
    private final LockTemplate template = new LockTemplate();

    Lock4jContender(int port) {
        factory = SpringRedis.factory(port);
        Lock4jProperties properties = new Lock4jProperties();
        template.setProperties(properties);
        template.setExecutors(List.of(new RedisTemplateLockExecutor(new StringRedisTemplate(factory), properties)));
        try {
            template.afterPropertiesSet();
        } catch (Exception e) {
            throw new IllegalStateException("lock4j's template cannot be made.", e);
        }
    }

    @Override
    public Session session(String key) {
        return new Lock4jSession("lock4j:" + key);
    }

    @Override
    public void close() {
        factory.destroy();
    }

    /** One thread at one key. */
    private final class Lock4jSession implements Session {
        private final String key;
        private @Nullable LockInfo lock;

        Lock4jSession(String key) {
            this.key = key;
        }

        @Override
        public void acquire() {
            lock = template.lock(key, Terms.LEASE.toMillis(), Terms.WAIT.toMillis());
            if (lock == null) {
                throw new IllegalStateException("The lock was not acquired within " + Terms.WAIT.toSeconds() + " s.");
            }
        }

        @Override
        public void release() {
            Terms.check(template.releaseLock(lock));
        }
    }
}
