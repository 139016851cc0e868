package io.github.lockstarter.migrating;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.benchmarks.contender.RedissonClients;
import io.github.lockstarter.process.RedisServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.redisson.api.RedissonClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/** A Redis, an application with this library and Redisson beside it: what the tests of one library share. */
final class Side implements AutoCloseable {

    private static final String NO_LOCK4J = "com.baomidou.lock.spring.boot.autoconfigure.LockAutoConfiguration,"
            + "com.baomidou.lock.spring.boot.autoconfigure.RedisTemplateLockAutoConfiguration";

    final RedisServer redis = RedisServer.start();

    final RedissonClient redisson = RedissonClients.to(redis.port());

    private final ConfigurableApplicationContext context;

    Side(Class<?>... beans) {
        this(NO_LOCK4J, beans);
    }

    private Side(String excluded, Class<?>... beans) {
        context = start(redis.port(), redisson, excluded, beans);
    }

    /** With the auto-configuration of lock4j. */
    static Side withLock4j(Class<?>... beans) {
        return new Side("", beans);
    }

    /** An application of its own on this Redis. */
    ConfigurableApplicationContext another(Class<?>... beans) {
        return start(redis.port(), redisson, NO_LOCK4J, beans);
    }

    private static ConfigurableApplicationContext start(
            int port, RedissonClient redisson, String excluded, Class<?>... beans) {
        return new SpringApplicationBuilder(Application.class)
                .sources(beans)
                .web(WebApplicationType.NONE)
                .logStartupInfo(false)
                .initializers(context -> context.getBeanFactory().registerSingleton("redisson", redisson))
                .properties(
                        "spring.main.banner-mode=off",
                        "spring.data.redis.host=127.0.0.1",
                        "spring.data.redis.port=" + port,
                        "spring.autoconfigure.exclude=" + excluded)
                .run();
    }

    <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    LockOperations locks() {
        return bean(LockOperations.class);
    }

    RedisConnectionFactory connections() {
        return bean(RedisConnectionFactory.class);
    }

    /** What is in Redis now: the type of each key. */
    Map<String, String> keys() {
        Map<String, String> types = new TreeMap<>();
        redis.command("KEYS", "*")
                .lines()
                .filter(key -> !key.isEmpty())
                .forEach(key -> types.put(key, redis.command("TYPE", key)));
        return types;
    }

    long pttl(String key) {
        return Long.parseLong(redis.command("PTTL", key));
    }

    /** On a thread that ends with it, and holds nothing before. */
    static <T> T elsewhere(Callable<T> call) throws Exception {
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<T> result = thread.submit(call);
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            thread.shutdown();
        }
    }

    @Override
    public void close() {
        context.close();
        redisson.shutdown();
        redis.close();
    }

    /** Nothing but what Spring Boot finds. */
    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}
}
