package io.github.lockstarter.sample.redis;

import io.github.lockstarter.process.RespConnection;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.time.Duration;

/** Who listens on a port of this machine. */
enum PortProbe {
    NOBODY,
    REDIS,
    /** A Redis that wants a password. */
    LOCKED_REDIS,
    STRANGER;

    static final String HOST = "127.0.0.1";

    /** Long enough for a Redis that listens already and is about to answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    static PortProbe of(int port) {
        try (RespConnection connection = RespConnection.open(HOST, port, TIMEOUT)) {
            return answer(connection);
        } catch (UncheckedIOException e) {
            return e.getCause() instanceof ConnectException ? NOBODY : STRANGER;
        }
    }

    private static PortProbe answer(RespConnection connection) {
        try {
            return connection.send("PING").equals("PONG") ? REDIS : STRANGER;
        } catch (IllegalStateException e) {
            // An error in Redis's own protocol, as while it loads its data.
            return String.valueOf(e.getMessage()).startsWith("NOAUTH") ? LOCKED_REDIS : REDIS;
        }
    }
}
