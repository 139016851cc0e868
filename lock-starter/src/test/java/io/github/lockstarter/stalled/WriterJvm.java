package io.github.lockstarter.stalled;

import io.github.lockstarter.core.LockTemplate;
import io.github.lockstarter.redis.RedisLockStore;
import io.github.lockstarter.redis.fenced.FencedRedis;
import io.github.lockstarter.testing.RedisLocks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** A writer in a JVM of its own, to be stopped at any moment. Ends with a line on its input. Arguments: port, kind, URL. */
final class WriterJvm {

    private WriterJvm() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        LettuceConnectionFactory factory =
                new LettuceConnectionFactory(new RedisStandaloneConfiguration("127.0.0.1", Integer.parseInt(args[0])));
        factory.afterPropertiesSet();
        factory.start();
        RedisLockStore store = new RedisLockStore(factory, "lock:", Duration.ofHours(1));
        LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of());
        Writer writer = new Writer(
                locks, register(args[1], args[2], store, factory), Duration.ofMillis(60), System.out::println);
        Thread thread = new Thread(writer);
        thread.start();
        System.in.read();
        writer.end();
        thread.join();
        System.exit(0);
    }

    /** @param database the URL, where the kind is "sql" */
    static Register register(String kind, String database, RedisLockStore store, LettuceConnectionFactory factory) {
        switch (kind) {
            case "plain":
                StringRedisTemplate plain = new StringRedisTemplate(factory);
                return new RedisRegister(lease -> plain);
            case "fenced":
                FencedRedis fenced = new FencedRedis(store);
                return new RedisRegister(fenced::template);
            default:
                return new SqlRegister(new DriverManagerDataSource(database));
        }
    }
}
