package io.github.lockstarter.torture.peers;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.autoconfigure.DistributedLockAutoConfiguration;
import io.github.lockstarter.autoconfigure.RedisLockStoreAutoConfiguration;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.worker.Held;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.NotGranted;
import io.github.lockstarter.torture.worker.StarterLocking;
import java.time.Duration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** This library, as an application without settings has it. */
final class StarterPeer implements Locking {

    private final ConfigurableApplicationContext context;
    private final LockOperations locks;

    StarterPeer(int port) {
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .registerShutdownHook(false)
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.data.redis.host=" + Terms.HOST,
                        "spring.data.redis.port=" + port)
                .run();
        locks = context.getBean(LockOperations.class);
    }

    @Override
    public Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted {
        LockRequest request = LockRequest.of(Terms.name(key)).ttl(ttl).waitTime(waitTime);
        return new StarterLocking.HeldLease(StarterLocking.granted(() -> locks.acquire(request)));
    }

    @Override
    public void close() {
        context.close();
    }

    /** Locks on Redis, and nothing else. */
    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        DataRedisAutoConfiguration.class,
        RedisLockStoreAutoConfiguration.class,
        DistributedLockAutoConfiguration.class
    })
    static class Application {}
}
