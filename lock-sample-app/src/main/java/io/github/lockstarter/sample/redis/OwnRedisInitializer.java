package io.github.lockstarter.sample.redis;

import io.github.lockstarter.sample.redis.OwnRedisProperties.Topology;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Lets the sample bring the Redis that nobody has configured, and adds to the properties where it is, as if somebody had. It ends
 * after all that uses it.
 */
public final class OwnRedisInitializer implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger log = LoggerFactory.getLogger(OwnRedisInitializer.class);

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        OwnRedisProperties properties = OwnRedisProperties.in(environment);
        boolean needsLockNodes = properties.topology() == Topology.REDLOCK && !RedisConfigured.forLocksIn(environment);
        if (RedisConfigured.in(environment)) {
            log.info("Using the Redis that is configured under spring.data.redis");
        } else {
            use("ownRedis", properties.startOrJoin(), context);
        }
        if (needsLockNodes) {
            use("ownLockNodes", OwnLockNodes.startOrJoin(properties.port() + 1), context);
        }
    }

    private static void use(String name, OwnRedis redis, ConfigurableApplicationContext context) {
        DefaultListableBeanFactory beans = (DefaultListableBeanFactory) context.getBeanFactory();
        beans.registerSingleton(name, redis);
        // The first that is registered is the last that is destroyed.
        beans.registerDisposableBean(name, redis::close);
        context.getEnvironment().getPropertySources().addLast(new MapPropertySource(name, redis.settings()));
        redis.lines().forEach(log::info);
    }
}
