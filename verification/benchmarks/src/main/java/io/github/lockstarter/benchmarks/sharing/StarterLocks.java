package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.benchmarks.contender.SpringRedis;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.redis.RedisLockStore;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** This library, put together by hand as its auto-configuration does. */
final class StarterLocks implements Locks {

    private static final LockRequest EXCLUSIVE =
            LockRequest.of(KEY).name("benchmark").ttl(LEASE).waitTime(Duration.ofSeconds(30));

    private static final LockRequest SHARED = EXCLUSIVE.mode(LockMode.SHARED);

    private static final LockRequest PERMIT =
            EXCLUSIVE.keys(List.of("permits:" + KEY)).permits(PERMITS);

    private final LettuceConnectionFactory factory;

    private final RedisLockStore store;

    private final LockTemplate template;

    StarterLocks(int port) {
        factory = SpringRedis.factory(port);
        store = new RedisLockStore(factory, "starter-sharing:", Duration.ofHours(1));
        LockDefaults defaults =
                new LockDefaults(LEASE, 3, Duration.ofMillis(100), Duration.ofHours(1), Duration.ofSeconds(2));
        template = new LockTemplate(store, defaults, List.of());
    }

    @Override
    public void prepare() {}

    @Override
    public Held acquire(Want want) {
        Lease lease = template.acquire(
                switch (want) {
                    case SHARED -> SHARED;
                    case EXCLUSIVE -> EXCLUSIVE;
                    case PERMIT -> PERMIT;
                });
        return () -> {
            // A release never throws, so it is asked before.
            lease.requireValid();
            lease.close();
        };
    }

    @Override
    public void close() {
        template.close();
        store.close();
        factory.destroy();
    }
}
