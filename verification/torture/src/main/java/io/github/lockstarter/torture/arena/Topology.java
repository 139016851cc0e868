package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.history.Workload;
import java.util.List;
import java.util.Set;

/** More than one Redis: its processes, how a worker finds them, and what workers may do there. Ended with {@link #close()}. */
public interface Topology extends AutoCloseable {

    /** Of a worker's application: {@code --name=value}. */
    List<String> settings();

    List<RedisServer> servers();

    /** The ways to use locks that there are. */
    Set<Workload> workloads();

    @Override
    void close();

    /** Those of the servers that are masters, as they say themselves. */
    default List<RedisServer> masters() {
        return servers().stream()
                .filter(RedisServer::isAlive)
                .filter(server -> server.command("ROLE").startsWith("master"))
                .toList();
    }
}
