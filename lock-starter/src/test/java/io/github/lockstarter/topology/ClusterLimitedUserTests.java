package io.github.lockstarter.topology;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.redis.Acknowledgement;
import io.github.lockstarter.testing.LimitedUser;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** As the user of docs/security.md, who may ask what a cluster is made of and wait for its replicas. */
@Tag("in-ci")
class ClusterLimitedUserTests extends ClusterContract {

    @Override
    protected RedisConnectionFactory connections(RedisCluster servers) {
        servers.servers().forEach(server -> {
            LimitedUser.on(server);
            LimitedUser.besides(server, "+cluster|nodes");
            LimitedUser.besides(server, "+wait");
        });
        return LimitedUser.lettuce(servers);
    }

    @Override
    protected Acknowledgement acknowledgement() {
        return new Acknowledgement(1, Duration.ofSeconds(1));
    }
}
