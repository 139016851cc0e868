package io.github.lockstarter.redis;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Whether connections are to a cluster. */
final class Clusters {

    private Clusters() {}

    static boolean isCluster(RedisConnectionFactory factory) {
        if (factory instanceof LettuceConnectionFactory lettuce) {
            return lettuce.isClusterAware();
        }
        return factory instanceof JedisConnectionFactory jedis && jedis.getClusterConfiguration() != null;
    }
}
