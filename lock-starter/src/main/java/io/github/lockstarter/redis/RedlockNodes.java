package io.github.lockstarter.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SslOptions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The independent Redis servers of a Redlock: one connection to each, of a Lettuce client of their own, which {@link #close()} ends.
 * Thread-safe.
 */
public final class RedlockNodes implements AutoCloseable {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

    private final RedisClient client;

    private final List<RedlockNode> nodes;

    /**
     * @param uris where they are, with credentials
     * @param prefix what all keys begin with, without braces: {@code lock:}
     * @param fenceTtl the least time a fencing token is kept after its grant; ten times the ttl if that is more
     * @param quarantine how long a node does not vote after its start; 0: it votes at once
     * @param ssl how those speak TLS whose URI says so; null: as the JDK does by default
     */
    public RedlockNodes(
            List<RedisURI> uris, String prefix, Duration fenceTtl, Duration quarantine, @Nullable SslOptions ssl) {
        LockScripts scripts = new LockScripts(new KeyLayout(prefix), fenceTtl, true, RedlockNodes::unconnected);
        VotingRights rights = new VotingRights(quarantine);
        this.client = RedisClient.create();
        client.setOptions(options(ssl));
        this.nodes = uris.stream().map(uri -> node(uri, scripts, rights)).toList();
    }

    /** {@return all of them, in the order they were given} */
    public List<RedlockNode> all() {
        return nodes;
    }

    /** Opens the connections in the background, so that the first lock does not wait for them. That one is down is no error. */
    public void connect() {
        nodes.forEach(RedlockNode::connect);
    }

    @Override
    public void close() {
        nodes.forEach(RedlockNode::close);
        client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
    }

    private RedlockNode node(RedisURI uri, LockScripts scripts, VotingRights rights) {
        String name = uri.getHost() + ":" + uri.getPort();
        uri.setTimeout(CONNECT_TIMEOUT);
        return new RedlockNode(
                name,
                new NodeConnection(client, uri, name, rights),
                scripts,
                !rights.quarantine().isZero());
    }

    /** A connection that breaks is not made again by Lettuce, which would send again what had no answer. */
    private static ClientOptions options(@Nullable SslOptions ssl) {
        ClientOptions.Builder options = ClientOptions.builder()
                .autoReconnect(false)
                .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
                .socketOptions(SocketOptions.builder()
                        .connectTimeout(CONNECT_TIMEOUT)
                        .keepAlive(true)
                        .build());
        return (ssl == null ? options : options.sslOptions(ssl)).build();
    }

    private static CompletionStage<Object> unconnected(Script script, byte[][] keys, byte[]... args) {
        throw new IllegalStateException("Each command is sent on a connection");
    }
}
