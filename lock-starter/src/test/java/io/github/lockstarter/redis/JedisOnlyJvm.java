package io.github.lockstarter.redis;

import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;

/** Locks with Jedis in a JVM that has no Lettuce on its class path. Argument: port. */
final class JedisOnlyJvm {

    private JedisOnlyJvm() {}

    public static void main(String[] args) {
        JedisConnectionFactory factory =
                new JedisConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(args[0])));
        factory.afterPropertiesSet();
        factory.start();
        try (RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
                LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of())) {
            LockRequest request = LockRequest.of("a").retries(0);
            String result = locks.execute(
                    request, lease -> "locked " + locks.tryAcquire(request).isEmpty());
            System.out.println("> " + result + ", fenced " + fenced(new FencedRedis(store)) + ", lettuce "
                    + isThere("io.lettuce.core.RedisClient"));
        }
        factory.destroy();
    }

    private static String fenced(FencedRedis fenced) {
        // As Spring looks at a bean.
        FencedRedis.class.getDeclaredMethods();
        try {
            return "by " + fenced.template();
        } catch (UnsupportedOperationException e) {
            return "refused";
        }
    }

    private static boolean isThere(String type) {
        try {
            Class.forName(type);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }
}
