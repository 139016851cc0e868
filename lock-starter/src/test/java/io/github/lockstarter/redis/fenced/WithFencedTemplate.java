package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.springframework.data.redis.core.StringRedisTemplate;

/** A plain template and one that is fenced with a lease of its own, on an empty Redis, for each test. */
abstract class WithFencedTemplate {

    private static RedisLocks locks;

    final RedisServer server = TestRedis.empty();

    final StringRedisTemplate plain = new StringRedisTemplate(locks.store().connectionFactory());

    private final Lease lease = locks.template().acquire(LockRequest.of("item:a1"));

    final StringRedisTemplate template = new FencedRedis(locks.store()).template(lease);

    @BeforeAll
    static void begin() {
        locks = new RedisLocks(TestRedis.empty());
    }

    @AfterEach
    void release() {
        lease.close();
    }

    @AfterAll
    static void end() {
        locks.close();
    }
}
