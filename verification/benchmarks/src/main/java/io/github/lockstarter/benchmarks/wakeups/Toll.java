package io.github.lockstarter.benchmarks.wakeups;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RespConnection;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks all nodes of a cluster what they have used so far. */
final class Toll implements AutoCloseable {

    private static final Pattern CPU = Pattern.compile("used_cpu_(?:sys|user):([0-9.]+)");

    private static final Pattern SENT = Pattern.compile("cluster_stats_messages_publish(?:shard)?_sent:(\\d+)");

    private final List<RespConnection> nodes;

    Toll(List<RedisServer> servers) {
        nodes = servers.stream()
                .map(server -> RespConnection.open(server.host(), server.port(), Duration.ofSeconds(10)))
                .toList();
    }

    Reading read() {
        double cpu = 0;
        double sent = 0;
        for (RespConnection node : nodes) {
            cpu += sum(CPU, node.send("INFO", "cpu"));
            sent += sum(SENT, node.send("CLUSTER", "INFO"));
        }
        return new Reading(System.nanoTime(), cpu * 1_000_000, sent);
    }

    @Override
    public void close() {
        nodes.forEach(RespConnection::close);
    }

    private static double sum(Pattern field, String text) {
        double sum = 0;
        for (Matcher matcher = field.matcher(text); matcher.find(); ) {
            sum += Double.parseDouble(matcher.group(1));
        }
        return sum;
    }

    /**
     * All nodes together.
     *
     * @param cpuMicros processor time of their main threads and all others
     * @param sent messages that were published to other nodes over the cluster bus
     */
    record Reading(long time, double cpuMicros, double sent) {

        Reading since(Reading before) {
            return new Reading(time - before.time, cpuMicros - before.cpuMicros, sent - before.sent);
        }
    }
}
