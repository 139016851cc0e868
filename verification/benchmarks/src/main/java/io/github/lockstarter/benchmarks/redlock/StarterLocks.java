package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.benchmarks.contender.SpringRedis;
import io.github.lockstarter.core.LockDefaults;
import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.quorum.QuorumNode;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.redis.RedlockNodes;
import io.github.lockstarter.store.LockStore;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** This library, put together by hand as its auto-configuration does. */
final class StarterLocks implements Locks {

    private static final Duration FENCE_TTL = Duration.ofHours(1);

    private static final Duration NODE_TIMEOUT = Duration.ofMillis(50);

    private static final Duration LONGEST_TTL = Duration.ofHours(24);

    private static final LockDefaults DEFAULTS =
            new LockDefaults(TTL, 3, Duration.ofMillis(100), Duration.ofHours(1), Duration.ofSeconds(2));

    private final LockTemplate template;

    private final Runnable end;

    private StarterLocks(LockStore store, Runnable end) {
        this.template = new LockTemplate(store, DEFAULTS, List.of());
        this.end = end;
    }

    static StarterLocks onMajority(List<Integer> ports) {
        List<RedisURI> uris =
                ports.stream().map(port -> RedisURI.create("127.0.0.1", port)).toList();
        RedlockNodes nodes = new RedlockNodes(uris, "starter-redlock:", FENCE_TTL, Duration.ZERO, null);
        nodes.connect();
        QuorumLockStore store = new QuorumLockStore(
                nodes.all().stream()
                        .map(node -> new QuorumNode(node.name(), node))
                        .toList(),
                NODE_TIMEOUT,
                LONGEST_TTL);
        return new StarterLocks(store, () -> {
            store.close();
            nodes.close();
        });
    }

    static StarterLocks onOne(int port) {
        LettuceConnectionFactory factory = SpringRedis.factory(port);
        RedisLockStore store = new RedisLockStore(factory, "starter-single:", FENCE_TTL, Acknowledgement.NONE);
        return new StarterLocks(store, () -> {
            store.close();
            factory.destroy();
        });
    }

    @Override
    public Held acquire(String key) {
        LockRequest request = LockRequest.of(key).name("benchmark").ttl(TTL).waitTime(WAIT);
        Lease lease = template.acquire(request);
        return () -> {
            // A release never throws, so it is asked before.
            lease.requireValid();
            lease.close();
        };
    }

    @Override
    public void close() {
        template.close();
        end.run();
    }
}
