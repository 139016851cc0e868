package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.worker.Held;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.NotGranted;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.javacrumbs.shedlock.core.LockConfiguration;
import net.javacrumbs.shedlock.core.SimpleLock;
import net.javacrumbs.shedlock.provider.redis.spring.RedisLockProvider;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** ShedLock's provider with safeUpdate. It tries once, since it is made for scheduled tasks: so it is asked again and again. */
final class ShedLockPeer implements Locking {

    private static final long EVERY_MILLIS = 20;

    private final LettuceConnectionFactory factory;
    private final RedisLockProvider provider;

    ShedLockPeer(int port) {
        factory = SpringRedis.factory(port);
        provider = new RedisLockProvider.Builder(factory).safeUpdate(true).build();
    }

    @Override
    public Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        return Refused.granted(() -> {
            long end = System.nanoTime() + waitTime.toNanos();
            while (true) {
                long noted = System.nanoTime();
                Optional<SimpleLock> lock =
                        provider.lock(new LockConfiguration(Instant.now(), Terms.name(key), ttl, Duration.ZERO));
                if (lock.isPresent()) {
                    return new NotedHeld(noted, ttl, 0, lock.get()::unlock);
                }
                long left = end - System.nanoTime();
                if (left <= 0) {
                    throw Refused.busy();
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(EVERY_MILLIS)));
            }
        });
    }

    @Override
    public void close() {
        factory.destroy();
    }
}
