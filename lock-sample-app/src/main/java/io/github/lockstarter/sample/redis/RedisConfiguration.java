package io.github.lockstarter.sample.redis;

import java.time.Duration;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration.LettucePoolingClientConfigurationBuilder;

/** How many connections there are to Redis. */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

    /** As many as there may be bidders in a race, each with a WATCH, and some for the rest: most commands share one. */
    private static final int MOST_CONNECTIONS = 64 + 8;

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(2);

    private static final Duration IDLE = Duration.ofSeconds(30);

    @Bean
    LettuceClientConfigurationBuilderCustomizer connections() {
        return client -> {
            if (client instanceof LettucePoolingClientConfigurationBuilder pooling) {
                pooling.poolConfig(pool());
            }
        };
    }

    private static <T> GenericObjectPoolConfig<T> pool() {
        GenericObjectPoolConfig<T> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setMaxIdle(MOST_CONNECTIONS);
        pool.setMaxWait(LONGEST_WAIT);
        pool.setTimeBetweenEvictionRuns(IDLE);
        pool.setMinEvictableIdleDuration(IDLE);
        return pool;
    }
}
