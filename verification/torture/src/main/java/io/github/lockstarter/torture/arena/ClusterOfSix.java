package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisCluster;
import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.history.Workload;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** A cluster of three masters, each with a replica. */
public final class ClusterOfSix implements Topology {

    private final RedisCluster cluster = RedisCluster.builder()
            .replicasPerMaster(1)
            .flags(AppendOnlyFile.flags().toArray(String[]::new))
            .start();

    private final boolean acknowledged;

    /** @param acknowledged whether the replica has to have each lock */
    public ClusterOfSix(boolean acknowledged) {
        this.acknowledged = acknowledged;
    }

    @Override
    public List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "--spring.data.redis.cluster.nodes=" + String.join(",", cluster.nodes()),
                "--spring.data.redis.timeout=1s"));
        if (acknowledged) {
            settings.add("--distributed-lock.redis.wait-replicas=1");
        }
        return settings;
    }

    @Override
    public List<RedisServer> servers() {
        return cluster.servers();
    }

    public RedisCluster cluster() {
        return cluster;
    }

    @Override
    public Set<Workload> workloads() {
        return EnumSet.complementOf(EnumSet.of(Workload.FOREIGN, Workload.FENCED));
    }

    @Override
    public void close() {
        cluster.close();
    }
}
