package io.github.lockstarter.topology;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.testing.TestRedis;
import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** With Lettuce. */
@Tag("boot3-in-ci")
class ClusterLockStoreTests extends ClusterContract {

    @Override
    protected RedisConnectionFactory connections(RedisCluster servers) {
        return TestRedis.lettuce(servers);
    }
}
