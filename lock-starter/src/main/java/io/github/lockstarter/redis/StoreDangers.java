package io.github.lockstarter.redis;

import io.github.lockstarter.store.Danger;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** What about the application's Redis can cost locks. */
final class StoreDangers {

    private static final Logger log = LoggerFactory.getLogger(StoreDangers.class);

    /** A client that waits longer for a server that stands still keeps the locks waiting for as long. */
    private static final Duration LONG = Duration.ofSeconds(5);

    private final RedisConnectionFactory factory;

    private final int waitReplicas;

    StoreDangers(RedisConnectionFactory factory, int waitReplicas) {
        this.factory = factory;
        this.waitReplicas = waitReplicas;
    }

    /** Blocks. */
    List<Danger> find() {
        List<Danger> found = new ArrayList<>(ofClient());
        byServer(info()).forEach((where, info) -> found.addAll(ServerDangers.ofMaster(where, info, waitReplicas)));
        return found;
    }

    private List<Danger> ofClient() {
        if (factory instanceof LettuceConnectionFactory lettuce && lettuce.getSentinelConfiguration() != null) {
            Duration timeout = lettuce.getClientConfiguration()
                    .getClientOptions()
                    .map(ClientOptions::getSocketOptions)
                    .orElseGet(SocketOptions::create)
                    .getConnectTimeout();
            if (timeout.compareTo(LONG) > 0) {
                return List.of(new Danger(
                        "The Redis client",
                        "waits up to %d s for each Sentinel, one after the other (spring.data.redis.connect-timeout): when the host of the first is gone, it learns so late where the master is"
                                .formatted(timeout.toSeconds()),
                        "Set spring.data.redis.connect-timeout=1s"));
            }
        }
        if (factory instanceof LettuceConnectionFactory lettuce && lettuce.isClusterAware()) {
            Duration timeout = Duration.ofMillis(lettuce.getTimeout());
            if (timeout.compareTo(LONG) > 0) {
                return List.of(
                        new Danger(
                                "The Redis client",
                                "waits up to %d s for each server of the cluster (spring.data.redis.timeout): when a master stands still, it learns so late that there is another"
                                        .formatted(timeout.toSeconds()),
                                "Set spring.data.redis.timeout=1s, and spring.data.redis.lettuce.cluster.refresh.adaptive=true"));
            }
        }
        return List.of();
    }

    private Properties info() {
        try (RedisConnection connection = factory.getConnection()) {
            Properties info = connection.serverCommands().info();
            return info == null ? new Properties() : info;
        } catch (RuntimeException e) {
            if (Failures.isReplyOf(e)) {
                log.debug("Redis may not be asked what endangers the locks: {}", e.toString());
                return new Properties();
            }
            throw e;
        }
    }

    /** Of a cluster, each field has the server's address in front. */
    private static Map<String, Map<String, String>> byServer(Properties info) {
        Map<String, Map<String, String>> servers = new TreeMap<>();
        for (String field : info.stringPropertyNames()) {
            int dot = field.lastIndexOf('.');
            String server = dot < 0 ? "Redis" : "Redis at " + field.substring(0, dot);
            servers.computeIfAbsent(server, unknown -> new HashMap<>())
                    .put(field.substring(dot + 1), info.getProperty(field).strip());
        }
        return servers;
    }
}
