package io.github.lockstarter.topology;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.SharingContract;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** The contract on a cluster of three masters with a replica each, on which the keys a, b and c lie in three slots. */
abstract class ClusterContract extends SharingContract {

    private static RedisCluster cluster;

    private static List<RedisServer> masters;

    private static @Nullable RedisConnectionFactory factory;

    private RedisLockStore store;

    @BeforeAll
    static void start() {
        cluster = RedisCluster.builder().replicasPerMaster(1).start();
        masters = cluster.servers().stream()
                .filter(server -> server.command("INFO", "replication").contains("role:master"))
                .toList();
    }

    @AfterAll
    static void stop() {
        ((SmartLifecycle) factory).stop();
        factory = null;
        cluster.close();
    }

    @BeforeEach
    void begin() {
        masters.forEach(server -> server.command("FLUSHALL"));
        if (factory == null) {
            factory = connections(cluster);
        }
        store = new RedisLockStore(factory, "lock:", Duration.ofHours(1), acknowledgement());
    }

    @AfterEach
    void end() {
        store.close();
    }

    /** Started. One for all tests of a class. */
    protected abstract RedisConnectionFactory connections(RedisCluster servers);

    protected Acknowledgement acknowledgement() {
        return Acknowledgement.NONE;
    }

    @Override
    protected LockStore store() {
        return store;
    }

    @Override
    protected void elapse(Duration time) {
        masters.forEach(server -> TestRedis.elapse(server, time));
    }
}
