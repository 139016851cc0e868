package io.github.lockstarter.redis;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A JVM of its own that takes a lock and never gives it back. Arguments: port, ttl in ms. */
final class HolderJvm {

    private HolderJvm() {}

    public static void main(String[] args) throws InterruptedException {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(args[0])));
        factory.afterPropertiesSet();
        RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
        LockDefaults defaults = RedisLocks.DEFAULTS;
        LockTemplate locks = new LockTemplate(store, defaults, List.of());
        locks.acquire(LockRequest.of("warm-up").waitTime(Duration.ofSeconds(10)))
                .close();
        // One attempt, so that the moment it was taken lies between the two readings of the clock.
        LockRequest request = LockRequest.of("a")
                .ttl(Duration.ofMillis(Long.parseLong(args[1])))
                .retries(0);
        long before = System.nanoTime();
        Lease lease = locks.acquire(request);
        System.out.println("held " + before + " " + System.nanoTime() + " " + lease.fencingToken());
        Thread.sleep(60_000);
    }
}
