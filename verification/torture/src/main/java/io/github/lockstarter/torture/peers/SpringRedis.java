package io.github.lockstarter.torture.peers;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Opens the connection factory that Spring Boot would: Lettuce, one shared connection. It connects at its first use. */
final class SpringRedis {

    private SpringRedis() {}

    static LettuceConnectionFactory factory(int port) {
        LettuceClientConfiguration client = LettuceClientConfiguration.builder()
                .commandTimeout(Terms.COMMAND_TIMEOUT)
                .build();
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration(Terms.HOST, port), client);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }
}
