package io.github.lockstarter.benchmarks.contender;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Opens the connection factory that Spring Boot would: Lettuce, one shared connection. */
public final class SpringRedis {
    private SpringRedis() {}

    /** @param port of a Redis on this machine */
    public static LettuceConnectionFactory factory(int port) {
        LettuceConnectionFactory factory = new LettuceConnectionFactory("127.0.0.1", port);
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }
}
