package io.github.lockstarter.line;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.List;
import java.util.Scanner;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** A JVM of its own that waits for lock "a" at each line it is sent, and says when it had it. Argument: port. */
final class WaitingJvm {

    private WaitingJvm() {}

    public static void main(String[] args) {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(args[0])));
        factory.afterPropertiesSet();
        RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
        LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of());
        LockRequest request =
                LockRequest.of("a").waitTime(Duration.ofSeconds(30)).retryDelay(Duration.ofSeconds(10));
        locks.acquire(LockRequest.of("warm-up").waitTime(Duration.ofSeconds(10)))
                .close();
        System.out.println("ready");
        Scanner input = new Scanner(System.in);
        while (input.hasNextLine()) {
            input.nextLine();
            try (Lease lease = locks.acquire(request)) {
                System.out.println("had it " + System.nanoTime() + " " + lease.fencingToken());
            }
        }
    }
}
