package io.github.lockstarter.topology;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.testing.TestRedis;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** With Lettuce, and a replica that has to have each lock. */
@Tag("in-ci")
class AcknowledgedClusterLockStoreTests extends ClusterContract {

    @Override
    protected RedisConnectionFactory connections(RedisCluster servers) {
        return TestRedis.lettuce(servers);
    }

    @Override
    protected Acknowledgement acknowledgement() {
        return new Acknowledgement(1, Duration.ofSeconds(2));
    }
}
