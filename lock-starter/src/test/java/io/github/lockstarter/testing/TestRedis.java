package io.github.lockstarter.testing;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisSentinels;
import io.github.lockstarter.process.RedisServer;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisClientConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;

/** The Redis that tests share which do it no harm: one for the JVM, ended with it. Others start their own. */
public final class TestRedis {

    private static final RedisServer SERVER = RedisServer.start();

    private TestRedis() {}

    /** The shared server, empty. */
    public static RedisServer empty() {
        SERVER.command("FLUSHALL");
        return SERVER;
    }

    /** Of the client that the tests are run with: Lettuce, or with {@code -Dredis.client=jedis} Jedis. */
    public static RedisConnectionFactory connections(RedisServer server) {
        return connections(server.host(), server.port());
    }

    public static RedisConnectionFactory connections(String host, int port) {
        RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(host, port);
        return isJedis()
                ? jedis(configuration, Duration.ofSeconds(2))
                : started(new LettuceConnectionFactory(configuration));
    }

    public static boolean isJedis() {
        return "jedis".equals(System.getProperty("redis.client"));
    }

    public static LettuceConnectionFactory lettuce(RedisServer server) {
        return started(new LettuceConnectionFactory(new RedisStandaloneConfiguration(server.host(), server.port())));
    }

    public static LettuceConnectionFactory lettuce(RedisCluster cluster) {
        return started(new LettuceConnectionFactory(new RedisClusterConfiguration(cluster.nodes())));
    }

    public static LettuceConnectionFactory lettuce(RedisSentinels sentinels) {
        return started(new LettuceConnectionFactory(
                new RedisSentinelConfiguration(sentinels.masterName(), Set.copyOf(sentinels.sentinels()))));
    }

    /** A pool of connections, as Spring Boot makes it. */
    public static LettuceConnectionFactory pooled(RedisSentinels sentinels) {
        return started(new LettuceConnectionFactory(
                new RedisSentinelConfiguration(sentinels.masterName(), Set.copyOf(sentinels.sentinels())),
                LettucePoolingClientConfiguration.defaultConfiguration()));
    }

    public static JedisConnectionFactory jedis(RedisCluster cluster) {
        JedisConnectionFactory factory = new JedisConnectionFactory(new RedisClusterConfiguration(cluster.nodes()));
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    public static JedisConnectionFactory jedis(RedisServer server) {
        return jedis(server, Duration.ofSeconds(2));
    }

    /** @param readTimeout after which Jedis gives up waiting, and its connection with it */
    public static JedisConnectionFactory jedis(RedisServer server, Duration readTimeout) {
        return jedis(new RedisStandaloneConfiguration(server.host(), server.port()), readTimeout);
    }

    private static JedisConnectionFactory jedis(RedisStandaloneConfiguration configuration, Duration readTimeout) {
        JedisConnectionFactory factory = new JedisConnectionFactory(
                configuration,
                JedisClientConfiguration.builder()
                        .readTimeout(readTimeout)
                        .usePooling()
                        .build());
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    /** All keys, in no order. */
    public static List<String> keys(RedisServer server) {
        String keys = server.command("KEYS", "*");
        return keys.isEmpty() ? List.of() : Arrays.asList(keys.split("\n"));
    }

    /** Who holds a lock or waits for one. */
    public static List<String> lockKeys(RedisServer server) {
        return keys(server).stream()
                .filter(key -> !key.startsWith("lock:fence:"))
                .toList();
    }

    /** Lets time pass for every key, without waiting for it. */
    public static void elapse(RedisServer server, Duration time) {
        server.command(
                "EVAL",
                "for _, key in ipairs(redis.call('KEYS', '*')) do "
                        // Those who hold a lock together expire one by one.
                        + "if key:find('^lock:holders:') then "
                        + "for _, each in ipairs(redis.call('ZRANGE', key, 0, -1)) do "
                        + "redis.call('ZINCRBY', key, -ARGV[1], each) end end "
                        + "local mark = redis.call('TYPE', key).ok == 'string' and redis.call('GET', key) or '' "
                        + "if mark:find('^shared:') then redis.call('SET', key, (mark:gsub(':(%d+)@', function(ms) "
                        + "return (':%.0f@'):format(ms - ARGV[1]) end)), 'KEEPTTL') end "
                        + "redis.call('PEXPIRE', key, redis.call('PTTL', key) - ARGV[1]) end",
                "0",
                Long.toString(time.toMillis()));
    }

    private static LettuceConnectionFactory started(LettuceConnectionFactory factory) {
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }
}
