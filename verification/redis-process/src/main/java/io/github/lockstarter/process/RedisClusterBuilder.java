package io.github.lockstarter.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a {@link RedisCluster} is started with. */
public final class RedisClusterBuilder {
    private static final Duration CONVERGED_LIMIT = Duration.ofSeconds(20);
    private static final int FREE = 0;

    private int masters = 3;
    private int replicasPerMaster;
    private Duration nodeTimeout = Duration.ofSeconds(2);
    private int firstPort = FREE;
    private List<String> flags = List.of();

    RedisClusterBuilder() {}

    /**
     * @param masters which share the slots, 3 unless said otherwise; with fewer there is no fail-over
     * @throws IllegalArgumentException if there is none
     */
    public RedisClusterBuilder masters(int masters) {
        if (masters < 1) {
            throw new IllegalArgumentException("A cluster needs a master: " + masters);
        }
        this.masters = masters;
        return this;
    }

    /**
     * @param replicas of each master, none unless said otherwise
     * @throws IllegalArgumentException if it is negative
     */
    public RedisClusterBuilder replicasPerMaster(int replicas) {
        if (replicas < 0) {
            throw new IllegalArgumentException("The number of replicas must not be negative: " + replicas);
        }
        this.replicasPerMaster = replicas;
        return this;
    }

    /**
     * @param timeout after which the nodes take one that is silent for failed, 2 s unless said otherwise
     * @throws IllegalArgumentException if it is shorter than 1 ms
     */
    public RedisClusterBuilder nodeTimeout(Duration timeout) {
        if (timeout.toMillis() < 1) {
            throw new IllegalArgumentException("The node timeout must be 1 ms or longer: " + timeout);
        }
        this.nodeTimeout = timeout;
        return this;
    }

    /**
     * @param port of the first node, whose followers have the ports that follow; free ones unless said otherwise
     * @throws IllegalArgumentException if it is not from 1 to 65535
     */
    public RedisClusterBuilder firstPort(int port) {
        this.firstPort = RedisServerBuilder.checkedPort(port);
        return this;
    }

    /**
     * @param flags for all nodes, as on the command line, a word each: {@code "--appendonly", "yes"}; they win over the
     *     defaults
     */
    public RedisClusterBuilder flags(String... flags) {
        this.flags = List.of(flags);
        return this;
    }

    /**
     * @throws IllegalArgumentException if {@code --port} is among the flags
     * @throws IllegalStateException if there is no binary, a node is not ready within 10 s, or the cluster has not
     *     converged 20 s later
     */
    public RedisCluster start() {
        List<RedisServer> servers = new ArrayList<>();
        try {
            for (int i = 0; i < masters * (1 + replicasPerMaster); i++) {
                servers.add(server(i).flags(allFlags()).start());
            }
            new ClusterFormation(servers, masters).form();
            RedisCluster cluster = new RedisCluster(servers);
            cluster.awaitConverged(CONVERGED_LIMIT);
            return cluster;
        } catch (RuntimeException e) {
            Servers.close(servers);
            throw e;
        }
    }

    private RedisServerBuilder server(int number) {
        RedisServerBuilder builder = RedisServer.builder();
        return firstPort == FREE ? builder.lastingPort() : builder.port(firstPort + number);
    }

    private String[] allFlags() {
        List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes"));
        all.addAll(List.of("--cluster-node-timeout", Long.toString(nodeTimeout.toMillis())));
        all.addAll(Servers.FAST_SYNC);
        all.addAll(flags);
        return all.toArray(String[]::new);
    }
}
