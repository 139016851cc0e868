package io.github.lockstarter.sample.redis;

import io.github.lockstarter.process.RedisServer;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A Redis on this machine that the instances of the sample share: the first one starts it, the others join. */
final class OwnRedis implements AutoCloseable {

    private final int port;

    private final @Nullable RedisServer server;

    private OwnRedis(int port, @Nullable RedisServer server) {
        this.port = port;
        this.server = server;
    }

    /** @throws NoRedisException if there is none on the port, and none can be started there */
    static OwnRedis startOrJoin(int port) {
        return isThere(port) ? joined(port) : started(port);
    }

    String host() {
        return PortProbe.HOST;
    }

    int port() {
        return port;
    }

    /** Whether it was started here, and ends here. */
    boolean isStarted() {
        return server != null;
    }

    /** Ends the server if it was started here. */
    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public String toString() {
        String address = host() + ":" + port;
        return server == null
                ? "Joined the Redis on " + address + ", which ends with the instance that started it"
                : "Started a Redis on " + address + " (pid " + server.pid() + "), which ends with this instance";
    }

    private static OwnRedis joined(int port) {
        return new OwnRedis(port, null);
    }

    private static OwnRedis started(int port) {
        try {
            return new OwnRedis(port, RedisServer.builder().port(port).start());
        } catch (IllegalStateException | UncheckedIOException e) {
            // Another instance may have been faster.
            if (isThere(port)) {
                return joined(port);
            }
            throw NoRedisException.notStarted(port, e);
        }
    }

    private static boolean isThere(int port) {
        return switch (PortProbe.of(port)) {
            case REDIS -> true;
            case NOBODY -> false;
            case LOCKED_REDIS -> throw NoRedisException.wantsPassword(port);
            case STRANGER -> throw NoRedisException.portTaken(port);
        };
    }
}
