package io.github.lockstarter.migrating;

import static io.github.lockstarter.migrating.Side.elsewhere;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.baomidou.lock.executor.RedisTemplateLockExecutor;
import com.baomidou.lock.spring.boot.autoconfigure.Lock4jProperties;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.redisson.api.RLock;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RedissonClient;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.integration.redis.util.RedisLockRegistry;

/** What each library has in Redis, and that one key of all of them is held at the same time. */
@Tag("in-ci")
class SideBySideTests {

    private static final String KEY = "item:a1";

    private static @Nullable Side side;

    private RedissonClient redisson;

    @BeforeAll
    static void start() {
        side = new Side();
    }

    @AfterAll
    static void stop() {
        side.close();
    }

    @BeforeEach
    void forgetAllLocks() {
        side.redis.command("FLUSHALL");
        redisson = side.redisson;
    }

    @Test
    void allHoldTheSameKeyAtOnce() throws Exception {
        redisson.getLock(KEY).lock();
        RedisLockRegistry registry = new RedisLockRegistry(side.connections(), "shop");
        registry.obtain(KEY).lock();
        assertThat(lock4j().acquire("lock4j:item#" + KEY, "owner", 5000, 0)).isNotNull();
        assertThat(shedLock().lock(shedLock(KEY))).isPresent();
        Lease lease = side.locks().acquire(LockRequest.of(KEY));

        assertThat(side.keys())
                .containsOnly(
                        Map.entry(KEY, "hash"),
                        Map.entry("shop:item:a1", "string"),
                        Map.entry("lock4j:item#item:a1", "string"),
                        Map.entry("job-lock:default:item:a1", "string"),
                        Map.entry("lock:{item:a1}", "string"),
                        Map.entry("lock:fence:{item:a1}", "string"));
        lease.requireValid();
        lease.close();
        assertThat(redisson.getLock(KEY).isHeldByCurrentThread()).isTrue();
        redisson.getLock(KEY).unlock();
        registry.obtain(KEY).unlock();
        registry.destroy();
    }

    @Test
    void whatOursHasWhileOthersWait() throws Exception {
        Lease lease = side.locks().acquire(LockRequest.of(KEY));
        try (var node = side.another()) {
            assertThatExceptionOfType(LockNotAcquiredException.class)
                    .isThrownBy(() -> node.getBean(LockOperations.class)
                            .acquire(LockRequest.of(KEY).waitTime(Duration.ofMillis(300))));
        }
        lease.close();
        LockRequest reading = LockRequest.of("catalogue").mode(LockMode.SHARED);
        Lease reader = side.locks().acquire(reading);

        assertThat(side.keys())
                .contains(Map.entry("lock:{catalogue}", "string"), Map.entry("lock:holders:{catalogue}", "zset"));
        reader.close();
    }

    @Test
    void whatRedissonHas() throws Exception {
        keysOf(redisson.getLock(KEY), Map.of(KEY, "hash"));
        keysOf(redisson.getFencedLock(KEY), Map.of(KEY, "hash", "redisson_lock_token:{item:a1}", "string"));
        side.redis.command("FLUSHALL");
        RLock fair = redisson.getFairLock(KEY);
        fair.lock();
        Thread waits = new Thread(() -> {
            fair.lock();
            fair.unlock();
        });
        waits.start();
        Thread.sleep(300);
        assertThat(side.keys())
                .containsOnly(
                        Map.entry(KEY, "hash"),
                        Map.entry("redisson_lock_queue:{item:a1}", "list"),
                        Map.entry("redisson_lock_timeout:{item:a1}", "zset"));
        fair.unlock();
        waits.join();
        side.redis.command("FLUSHALL");
        redisson.getReadWriteLock(KEY).readLock().lock();
        assertThat(side.keys().keySet())
                .anyMatch(KEY::equals)
                .anyMatch(key -> key.startsWith("{item:a1}:") && key.contains(":rwlock_timeout"));
        redisson.getReadWriteLock(KEY).readLock().unlock();
        side.redis.command("FLUSHALL");
        RPermitExpirableSemaphore permits = redisson.getPermitExpirableSemaphore(KEY);
        permits.trySetPermits(2);
        permits.acquire(1, TimeUnit.MINUTES);
        assertThat(side.keys()).containsOnly(Map.entry(KEY, "string"), Map.entry("{item:a1}:timeout", "zset"));
    }

    private void keysOf(RLock lock, Map<String, String> keys) {
        lock.lock();
        assertThat(side.keys()).isEqualTo(keys);
        lock.unlock();
    }

    @Test
    void aHashWhereOurLockStandsMakesItUnavailable() {
        redisson.getLock("lock:{item:a1}").lock();

        assertThatExceptionOfType(LockStoreException.class)
                .isThrownBy(() -> side.locks().acquire(LockRequest.of(KEY).retries(0)))
                .havingRootCause()
                .withMessageContaining("WRONGTYPE");
        redisson.getLock("lock:{item:a1}").unlock();
        try (Lease lease = side.locks().acquire(LockRequest.of(KEY))) {
            assertThatExceptionOfType(RuntimeException.class)
                    .isThrownBy(() -> redisson.getLock("lock:{item:a1}").tryLock())
                    .withMessageContaining("WRONGTYPE");
            lease.requireValid();
        }
    }

    @Test
    void aStringWhereOurLockStandsIsAnotherHolder() throws Exception {
        RedisLockRegistry registry = new RedisLockRegistry(side.connections(), "lock");
        Lock theirs = registry.obtain("{item:a1}");
        theirs.lock();

        assertThatExceptionOfType(LockNotAcquiredException.class)
                .isThrownBy(() -> side.locks().acquire(LockRequest.of(KEY).retries(0)))
                .satisfies(busy -> assertThat(busy.owner()).isEmpty());
        theirs.unlock();
        try (Lease lease = side.locks().acquire(LockRequest.of(KEY))) {
            assertThat(elsewhere(() -> registry.obtain("{item:a1}").tryLock())).isFalse();
            lease.requireValid();
        }
        registry.destroy();
    }

    @Test
    void prefixesOfOthersThatAreLockDoNotClash() {
        redisson.getLock("lock:item:b2").lock();
        RedisLockRegistry registry = new RedisLockRegistry(side.connections(), "lock");
        registry.obtain(KEY).lock();
        assertThat(new RedisLockProvider.Builder(side.connections())
                        .keyPrefix("lock")
                        .environment("shop")
                        .build()
                        .lock(shedLock(KEY)))
                .isPresent();

        try (Lease lease = side.locks().acquire(LockRequest.of(KEY).retries(0));
                Lease another = side.locks().acquire(LockRequest.of("item:b2").retries(0))) {
            lease.requireValid();
            another.requireValid();
        }
        registry.destroy();
    }

    @Test
    void keysOfLocksmithAreRefusedAtStartUp() {
        for (Class<?> unchanged : List.of(Template.class, Literal.class)) {
            assertThatException()
                    .isThrownBy(() -> side.another(unchanged).close())
                    .satisfies(refused ->
                            assertThat(refused).hasStackTraceContaining(LockConfigurationException.class.getName()));
        }
    }

    private static RedisTemplateLockExecutor lock4j() {
        return new RedisTemplateLockExecutor(side.bean(StringRedisTemplate.class), new Lock4jProperties());
    }

    private static RedisLockProvider shedLock() {
        return new RedisLockProvider.Builder(side.connections()).build();
    }

    private static LockConfiguration shedLock(String name) {
        return new LockConfiguration(Instant.now(), name, Duration.ofMinutes(1), Duration.ZERO);
    }

    static class Template {

        @DistributedLock(key = "order:#{#id}")
        public void process(String id) {}
    }

    static class Literal {

        @DistributedLock(key = "nightly")
        public void process() {}
    }
}
