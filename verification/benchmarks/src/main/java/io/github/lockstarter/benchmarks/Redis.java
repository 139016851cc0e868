package io.github.lockstarter.benchmarks;

import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The server that all contend on, and what it counts. */
public final class Redis implements AutoCloseable {
    private static final Set<String> OURS = Set.of("config", "flushall", "info", "monitor");
    // Subcommands count as their command: client|list as client.
    private static final Pattern COMMAND = Pattern.compile("cmdstat_([^:|]+)(?:\\|[^:]+)?:calls=(\\d+),usec=(\\d+)");

    private final RedisServer server = RedisServer.start();
    private final RespConnection connection = RespConnection.open(server.host(), server.port(), Duration.ofSeconds(10));

    public int port() {
        return server.port();
    }

    /** Forgets all keys and counts from here; scripts stay loaded. */
    public void clear() {
        connection.send("FLUSHALL");
        countFromHere();
    }

    /** Counts from here. */
    public void countFromHere() {
        connection.send("CONFIG", "RESETSTAT");
    }

    /** What was asked of it since then by others, commands inside scripts too. */
    public Map<String, Calls> calls() {
        Map<String, Calls> calls = new TreeMap<>();
        connection.send("INFO", "commandstats").lines().forEach(line -> {
            Matcher matcher = COMMAND.matcher(line);
            if (matcher.lookingAt() && !OURS.contains(matcher.group(1))) {
                Calls more = new Calls(Long.parseLong(matcher.group(2)), Long.parseLong(matcher.group(3)));
                calls.merge(matcher.group(1), more, Calls::plus);
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

    public String version() {
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
