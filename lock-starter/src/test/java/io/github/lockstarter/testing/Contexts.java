package io.github.lockstarter.testing;

import io.github.lockstarter.autoconfigure.DistributedLockAutoConfiguration;
import io.github.lockstarter.autoconfigure.FencedRedisAutoConfiguration;
import io.github.lockstarter.autoconfigure.InMemoryLockStoreAutoConfiguration;
import io.github.lockstarter.autoconfigure.JdbcFenceAutoConfiguration;
import io.github.lockstarter.autoconfigure.LockProxyAutoConfiguration;
import io.github.lockstarter.autoconfigure.LockTransactionAutoConfiguration;
import io.github.lockstarter.autoconfigure.LockWeavingAutoConfiguration;
import io.github.lockstarter.autoconfigure.ReactiveLockAutoConfiguration;
import io.github.lockstarter.autoconfigure.RedisLockStoreAutoConfiguration;
import io.github.lockstarter.autoconfigure.RedlockAutoConfiguration;
import io.github.lockstarter.process.RedisServer;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** Application contexts as Boot makes them of the starter. */
public final class Contexts {

    private Contexts() {}

    /** Without Redis, and without a connection factory. */
    public static ApplicationContextRunner bare() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AopAutoConfiguration.class,
                        DistributedLockAutoConfiguration.class,
                        FencedRedisAutoConfiguration.class,
                        InMemoryLockStoreAutoConfiguration.class,
                        JdbcFenceAutoConfiguration.class,
                        LockProxyAutoConfiguration.class,
                        LockTransactionAutoConfiguration.class,
                        LockWeavingAutoConfiguration.class,
                        ReactiveLockAutoConfiguration.class,
                        RedisLockStoreAutoConfiguration.class,
                        RedlockAutoConfiguration.class));
    }

    /** For what is not about Redis. */
    public static ApplicationContextRunner inMemory() {
        return bare().withPropertyValues("distributed-lock.store=memory");
    }

    public static ApplicationContextRunner onRedis(RedisServer server) {
        return bare().withBean(
                        "redisConnectionFactory", RedisConnectionFactory.class, () -> TestRedis.connections(server));
    }

    /** One that goes on until it is closed. */
    public static ConfigurableApplicationContext started(RedisServer server, Class<?> beans, String... properties) {
        return started(server.host(), server.port(), beans, properties);
    }

    /** As {@link #started(RedisServer, Class, String...)}, on a server that another JVM has started. */
    public static ConfigurableApplicationContext started(String host, int port, Class<?> beans, String... properties) {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        TestPropertyValues.of(properties).applyTo(context);
        context.registerBean(
                "redisConnectionFactory", RedisConnectionFactory.class, () -> TestRedis.connections(host, port));
        context.register(Starter.class, beans);
        context.refresh();
        return context;
    }

    @Configuration(proxyBeanMethods = false)
    @ImportAutoConfiguration({
        AopAutoConfiguration.class,
        DistributedLockAutoConfiguration.class,
        LockProxyAutoConfiguration.class,
        LockTransactionAutoConfiguration.class,
        ReactiveLockAutoConfiguration.class,
        RedisLockStoreAutoConfiguration.class
    })
    static class Starter {}
}
