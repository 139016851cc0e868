package io.github.lockstarter.redis.fenced;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.core.StringRedisTemplate;

class TheftTests {

    private static final String STEAL =
            "redis.call('SET', KEYS[1], 'stolen@another') return redis.call('GET', KEYS[2])";

    private static final LockRequest REQUEST =
            LockRequest.of("data").ttl(Duration.ofMinutes(10)).retries(0);

    /** One thread writes through the fence without a pause while the lock is taken away. */
    @Test
    @Tag("many-rounds")
    void nothingIsWrittenOnceTheLockIsAnothers500Times() throws Exception {
        RedisServer server = TestRedis.empty();
        ExecutorService pool = Executors.newSingleThreadExecutor();
        long written = 0;
        int seen = 0;
        try (RedisLocks locks = new RedisLocks(server, RedisLocks.DEFAULTS);
                RespConnection thief = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5))) {
            FencedRedis fenced = new FencedRedis(locks.store());
            for (int round = 0; round < 500; round++) {
                Lease lease = locks.template().acquire(REQUEST);
                AtomicLong writes = new AtomicLong();
                Future<Boolean> writer = pool.submit(() -> writeUntilLost(fenced.template(lease), writes));
                long goal = 1 + round % 40;
                Await.until(() -> writes.get() >= goal);

                String atTheft = thief.send("EVAL", STEAL, "2", "lock:{data}", "data");

                seen += writer.get(10, TimeUnit.SECONDS) ? 1 : 0;
                assertThat(thief.send("GET", "data")).isEqualTo(atTheft);
                written += writes.get();
                thief.send("DEL", "lock:{data}");
                lease.close();
            }
            assertThat(thief.send("GET", "data")).isEqualTo(Long.toString(written));
            assertThat(seen).isEqualTo(500);
        } finally {
            pool.shutdownNow();
        }
    }

    private static boolean writeUntilLost(StringRedisTemplate template, AtomicLong writes) {
        try {
            while (true) {
                template.opsForValue().increment("data");
                writes.incrementAndGet();
            }
        } catch (LeaseLostException e) {
            return true;
        }
    }
}
