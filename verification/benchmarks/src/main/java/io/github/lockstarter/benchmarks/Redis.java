package io.github.lockstarter.benchmarks;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The server that all contend on, and what it counts. */
final class Redis implements AutoCloseable {
    private static final Set<String> OURS = Set.of("config", "flushall", "info", "monitor");

    private final RedisServer server = RedisServer.start();
    private final RespConnection connection = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(10));

    int port() {
        return server.port();
    }

    /** Forgets all keys and counts from here; scripts stay loaded. */
    void clear() {
        connection.send("FLUSHALL");
        connection.send("CONFIG", "RESETSTAT");
    }

    /** The calls of each command since then, those inside scripts too, without what is sent here; CLIENT LIST is. */
    Map<String, Long> calls() {
        Map<String, Long> calls = new TreeMap<>();
        connection.send("INFO", "commandstats").lines().forEach(line -> {
            if (line.startsWith("cmdstat_")) {
                String command = line.substring("cmdstat_".length(), line.indexOf(":calls="));
                String name = command.contains("|") ? command.substring(0, command.indexOf('|')) : command;
                long count = Long.parseLong(line.substring(line.indexOf('=') + 1, line.indexOf(',')));
                if (!OURS.contains(name)) {
                    calls.merge(name, count, Long::sum);
                }
            }
        });
        return calls;
    }

    /** The open connections, without this one. */
    int connections() {
        return (int) connection
                        .send("CLIENT", "LIST")
                        .lines()
                        .filter(line -> !line.isBlank())
                        .count()
                - 1;
    }

    String version() {
        return connection
                .send("INFO", "server")
                .lines()
                .filter(line -> line.startsWith("redis_version:"))
                .map(line -> line.substring("redis_version:".length()).trim())
                .findFirst()
                .orElse("unknown");
    }

    @Override
    public void close() {
        connection.close();
        server.close();
    }
}
