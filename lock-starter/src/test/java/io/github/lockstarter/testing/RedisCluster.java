package io.github.lockstarter.testing;

import io.github.lockstarter.process.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/** Three masters that share the slots, without replicas. */
public final class RedisCluster implements AutoCloseable {

    private static final int SLOTS = 16_384;

    private final List<RedisServer> servers = new ArrayList<>();

    private RedisCluster() {}

    public static RedisCluster start() {
        RedisCluster cluster = new RedisCluster();
        try {
            cluster.begin();
            return cluster;
        } catch (RuntimeException | AssertionError e) {
            cluster.close();
            throw e;
        }
    }

    public List<RedisServer> servers() {
        return servers;
    }

    /** The one that has a slot. */
    public RedisServer serverOf(int slot) {
        return servers.get(slot * servers.size() / SLOTS);
    }

    public LettuceConnectionFactory lettuce() {
        LettuceConnectionFactory factory = new LettuceConnectionFactory(new RedisClusterConfiguration(servers.stream()
                .map(server -> server.host() + ":" + server.port())
                .toList()));
        factory.afterPropertiesSet();
        factory.start();
        return factory;
    }

    private void begin() {
        for (int i = 0; i < 3; i++) {
            servers.add(RedisServer.builder()
                    .port(freePort())
                    .flags("--cluster-enabled", "yes", "--cluster-node-timeout", "2000")
                    .start());
        }
        for (int i = 0; i < 3; i++) {
            RedisServer server = servers.get(i);
            // Otherwise the nodes would agree on their epochs one by one.
            server.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
            server.command(Stream.concat(
                            Stream.of("CLUSTER", "ADDSLOTS"),
                            IntStream.range(0, SLOTS)
                                    .filter(slot -> serverOf(slot) == server)
                                    .mapToObj(Integer::toString))
                    .toArray(String[]::new));
            server.command(
                    "CLUSTER",
                    "MEET",
                    server.host(),
                    Integer.toString(servers.get(0).port()));
        }
        for (RedisServer server : servers) {
            Await.until(() -> {
                String info = server.command("CLUSTER", "INFO");
                return info.contains("cluster_state:ok")
                        && info.contains("cluster_known_nodes:3")
                        && info.contains("cluster_slots_ok:16384");
            });
        }
    }

    /** The nodes talk to each other on the port 10,000 above, which must be one too. */
    private static int freePort() {
        while (true) {
            try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                if (socket.getLocalPort() <= 55_535) {
                    return socket.getLocalPort();
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }
}
