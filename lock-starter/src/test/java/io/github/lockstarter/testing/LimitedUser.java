package io.github.lockstarter.testing;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisSentinels;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** The Redis users of docs/security.md, who may do what that page says, and nothing else. */
public final class LimitedUser {

    private static final List<String> LINES = Tree.blocks(Tree.page("security.md"), "").stream()
            .flatMap(String::lines)
            .toList();

    private static final List<String> OF_SERVERS = words(LINES.get(0));

    private static final List<String> OF_SENTINELS = words(line("+sentinel|"));

    public static final String NAME = OF_SERVERS.get(2);

    public static final String PASSWORD = password(OF_SERVERS);

    private LimitedUser() {}

    /** What it may run for locks. */
    public static List<String> commands() {
        return OF_SERVERS.stream()
                .filter(word -> word.startsWith("+"))
                .map(word -> word.substring(1))
                .toList();
    }

    /** Makes the user on a server, as the first line says. */
    public static void on(RedisServer server) {
        server.command(OF_SERVERS.toArray(String[]::new));
    }

    /** Makes the user of the Sentinels on one. */
    public static void onSentinel(RedisServer sentinel) {
        sentinel.command(OF_SENTINELS.toArray(String[]::new));
    }

    /**
     * Lets it do besides what another line of the page says.
     *
     * @param rights what is in that line only
     */
    public static void besides(RedisServer server, String rights) {
        server.command(words(line(rights)).toArray(String[]::new));
    }

    /** Commands, keys and channels that a server has refused to somebody. */
    public static Set<String> refused(RedisServer server) {
        List<String> log = server.command("ACL", "LOG").lines().toList();
        Set<String> refused = new TreeSet<>();
        for (int i = 0; i + 1 < log.size(); i++) {
            String object = log.get(i + 1);
            // CLIENT SETINFO: clients tell their own name and version, and do not mind.
            if (log.get(i).equals("object") && !object.startsWith("client")) {
                refused.add(object);
            }
        }
        return refused;
    }

    /** A plain connection as this user. */
    public static RespConnection connection(RedisServer server) {
        RespConnection connection = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(5));
        connection.send("AUTH", NAME, PASSWORD);
        return connection;
    }

    public static LettuceConnectionFactory lettuce(RedisServer server) {
        return started(new LettuceConnectionFactory(of(server)));
    }

    public static JedisConnectionFactory jedis(RedisServer server) {
        return started(new JedisConnectionFactory(of(server)));
    }

    public static LettuceConnectionFactory lettuce(RedisCluster cluster) {
        RedisClusterConfiguration configuration = new RedisClusterConfiguration(cluster.nodes());
        configuration.setUsername(NAME);
        configuration.setPassword(PASSWORD);
        return started(new LettuceConnectionFactory(configuration));
    }

    public static LettuceConnectionFactory lettuce(RedisSentinels sentinels) {
        return started(new LettuceConnectionFactory(of(sentinels)));
    }

    public static JedisConnectionFactory jedis(RedisSentinels sentinels) {
        return started(new JedisConnectionFactory(of(sentinels)));
    }

    public static void end(RedisConnectionFactory factory) {
        ((SmartLifecycle) factory).stop();
    }

    private static RedisStandaloneConfiguration of(RedisServer server) {
        RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(server.host(), server.port());
        configuration.setUsername(NAME);
        configuration.setPassword(PASSWORD);
        return configuration;
    }

    private static RedisSentinelConfiguration of(RedisSentinels sentinels) {
        RedisSentinelConfiguration configuration =
                new RedisSentinelConfiguration(sentinels.masterName(), Set.copyOf(sentinels.sentinels()));
        configuration.setUsername(NAME);
        configuration.setPassword(PASSWORD);
        configuration.setSentinelUsername(OF_SENTINELS.get(2));
        configuration.setSentinelPassword(password(OF_SENTINELS));
        return configuration;
    }

    private static LettuceConnectionFactory started(LettuceConnectionFactory factory) {
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private static JedisConnectionFactory started(JedisConnectionFactory factory) {
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private static String line(String rights) {
        return LINES.stream()
                .skip(1)
                .filter(line -> line.contains(rights))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> words(String line) {
        return List.of(line.split(" "));
    }

    private static String password(List<String> words) {
        return words.stream()
                .filter(word -> word.startsWith(">"))
                .findFirst()
                .orElseThrow()
                .substring(1);
    }
}
