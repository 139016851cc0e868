package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.history.Workload;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Five independent masters, for a Redlock. They keep their data, unless they are let forget it. */
public final class FiveMasters implements Topology {

    private static final int NUMBER = 5;

    private final Path directory = Directories.create();

    private final List<RedisServer> servers = IntStream.range(0, NUMBER)
            .mapToObj(i -> RedisServer.builder()
                    .directory(directory.resolve(Integer.toString(i)))
                    .flags(AppendOnlyFile.flags().toArray(String[]::new))
                    .start())
            .toList();

    private final String quarantine;

    /** @param quarantine how long a node does not vote after its start, with a unit */
    public FiveMasters(String quarantine) {
        this.quarantine = quarantine;
    }

    @Override
    public List<String> settings() {
        String nodes = servers.stream()
                .map(server -> "redis://" + server.host() + ":" + server.port())
                .collect(Collectors.joining(","));
        return List.of(
                "--distributed-lock.redlock.nodes=" + nodes,
                "--distributed-lock.redlock.quarantine=" + quarantine,
                "--distributed-lock.ttl=500ms");
    }

    @Override
    public List<RedisServer> servers() {
        return servers;
    }

    /** Lets one of them, which was killed and is not up again, forget everything. */
    public void forgetData(int node) {
        Directories.delete(directory.resolve(Integer.toString(node)).resolve(AppendOnlyFile.DIRECTORY));
    }

    /** Without those that need a longer ttl than a short quarantine allows, or that several may hold a lock. */
    @Override
    public Set<Workload> workloads() {
        Set<Workload> workloads =
                EnumSet.complementOf(EnumSet.of(Workload.FOREIGN, Workload.FENCED, Workload.INTERRUPTED));
        workloads.removeIf(Workload::isCrowded);
        return workloads;
    }

    @Override
    public void close() {
        servers.forEach(RedisServer::close);
        Directories.delete(directory);
    }
}
