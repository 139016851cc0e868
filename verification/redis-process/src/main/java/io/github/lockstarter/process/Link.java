package io.github.lockstarter.process;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks a server again and again over one connection, whatever happens to the server. Not for several threads at once. */
final class Link implements AutoCloseable {
    private static final Duration TIMEOUT = Duration.ofSeconds(1);

    private final RedisServer server;
    private @Nullable RespConnection connection;

    Link(RedisServer server) {
        this.server = server;
    }

    RedisServer server() {
        return server;
    }

    /**
     * Returns the reply, or nothing if the server is down, suspended, silent for 1 s, or still loading its data.
     *
     * @throws IllegalStateException if the reply is another error, with its text
     */
    Optional<String> ask(String... command) {
        if (!server.isRunning()) {
            close();
            return Optional.empty();
        }
        try {
            return Optional.of(connection().send(command));
        } catch (UncheckedIOException e) {
            close();
            return Optional.empty();
        } catch (IllegalStateException e) {
            if (String.valueOf(e.getMessage()).startsWith("LOADING")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    @Override
    public void close() {
        if (connection != null) {
            connection.close();
            connection = null;
        }
    }

    private RespConnection connection() {
        if (connection == null) {
            connection = RespConnection.open(server.host(), server.port(), TIMEOUT);
        }
        return connection;
    }
}
