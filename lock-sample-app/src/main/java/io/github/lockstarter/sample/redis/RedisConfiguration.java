package io.github.lockstarter.sample.redis;

import io.lettuce.core.SocketOptions;
import java.time.Duration;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.data.redis.autoconfigure.DataRedisProperties;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientConfigurationBuilderCustomizer;
import org.springframework.boot.data.redis.autoconfigure.LettuceClientOptionsBuilderCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration.LettucePoolingClientConfigurationBuilder;

/** Which Redis the sample uses, and how long it waits for it. */
@Configuration(proxyBeanMethods = false)
class RedisConfiguration {

    private static final Logger log = LoggerFactory.getLogger(RedisConfiguration.class);

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(2);

    /** As many as there may be bidders in a race, each with a WATCH, and some for the rest: most commands share one. */
    private static final int MOST_CONNECTIONS = 64 + 8;

    private static final Duration IDLE = Duration.ofSeconds(30);

    /** Here and not under spring.data.redis, where it would look as if a Redis had been configured. */
    @Bean
    LettuceClientConfigurationBuilderCustomizer connections(DataRedisProperties properties) {
        return client -> {
            if (client instanceof LettucePoolingClientConfigurationBuilder pooling) {
                pooling.poolConfig(pool());
            }
            if (properties.getTimeout() == null) {
                client.commandTimeout(COMMAND_TIMEOUT);
            }
        };
    }

    @Bean
    LettuceClientOptionsBuilderCustomizer connectTimeout(DataRedisProperties properties) {
        return options -> {
            if (properties.getConnectTimeout() == null) {
                options.socketOptions(
                        SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build());
            }
        };
    }

    private static <T> GenericObjectPoolConfig<T> pool() {
        GenericObjectPoolConfig<T> pool = new GenericObjectPoolConfig<>();
        pool.setMaxTotal(MOST_CONNECTIONS);
        pool.setMaxIdle(MOST_CONNECTIONS);
        pool.setMaxWait(COMMAND_TIMEOUT);
        pool.setTimeBetweenEvictionRuns(IDLE);
        pool.setMinEvictableIdleDuration(IDLE);
        return pool;
    }

    /** Nothing is configured: the sample brings its own. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(RedisConfigured.Not.class)
    @EnableConfigurationProperties(OwnRedisProperties.class)
    static class Own {

        @Bean
        OwnRedis ownRedis(OwnRedisProperties properties) {
            OwnRedis redis = OwnRedis.startOrJoin(properties.port());
            log.info("{}", redis);
            return redis;
        }

        /** Boot connects to this. Depends on the server, which therefore ends after the connections. */
        @Bean
        DataRedisConnectionDetails redisConnectionDetails(OwnRedis redis) {
            return new DataRedisConnectionDetails() {
                @Override
                public Standalone getStandalone() {
                    return Standalone.of(redis.host(), redis.port());
                }
            };
        }
    }

    /** Boot does everything; this only says so. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(RedisConfigured.class)
    static class Configured {

        Configured() {
            log.info("Using the Redis that is configured under spring.data.redis");
        }
    }
}
