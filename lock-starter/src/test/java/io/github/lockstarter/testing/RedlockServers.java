package io.github.lockstarter.testing;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.quorum.QuorumLockStore;
import io.github.lockstarter.quorum.QuorumNode;
import io.github.lockstarter.redis.RedlockNodes;
import io.lettuce.core.RedisURI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Independent masters, five by default. */
public final class RedlockServers implements AutoCloseable {

    private final List<RedisServer> servers;

    public RedlockServers(int number, String... flags) {
        servers = IntStream.range(0, number)
                .mapToObj(i -> RedisServer.start(flags))
                .toList();
    }

    public List<RedisServer> servers() {
        return servers;
    }

    public RedisServer get(int node) {
        return servers.get(node);
    }

    public Stream<String> addresses() {
        return servers.stream().map(server -> server.host() + ":" + server.port());
    }

    public Jvm jvm() {
        return jvm(Duration.ofMillis(50), Duration.ZERO);
    }

    /** What one JVM has of it. */
    public Jvm jvm(Duration nodeTimeout, Duration quarantine) {
        RedlockNodes nodes = new RedlockNodes(
                addresses()
                        .map(address -> RedisURI.create("redis://" + address))
                        .toList(),
                "lock:",
                Duration.ofHours(1),
                quarantine,
                null);
        nodes.connect();
        QuorumLockStore store = new QuorumLockStore(
                nodes.all().stream()
                        .map(node -> new QuorumNode(node.name(), node))
                        .toList(),
                nodeTimeout,
                quarantine.isZero() ? Duration.ofHours(24) : quarantine);
        return new Jvm(nodes, store);
    }

    /** Keys of locks, on all nodes that answer. */
    public List<String> lockKeys() {
        return servers.stream()
                .filter(RedisServer::isAlive)
                .flatMap(server -> TestRedis.lockKeys(server).stream())
                .toList();
    }

    public void empty() {
        servers.forEach(server -> server.command("FLUSHALL"));
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
    }

    /** The store of one JVM, and its connections. */
    public record Jvm(RedlockNodes nodes, QuorumLockStore store) implements AutoCloseable {

        @Override
        public void close() {
            store.close();
            nodes.close();
        }
    }
}
