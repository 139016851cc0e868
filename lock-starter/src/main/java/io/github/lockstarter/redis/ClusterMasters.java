package io.github.lockstarter.redis;

import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The masters of a cluster. Lettuce keeps commands for a server that is gone until that is back; but when another one has taken its place,
 * nobody need wait for them any more.
 */
final class ClusterMasters extends LettuceMaster {

    private final LettuceConnectionFactory factory;

    private final MovedMaster<Route> moved;

    /** Before, nothing is known of the servers, and to ask would block. */
    private volatile boolean connected;

    ClusterMasters(LettuceConnectionFactory factory, RedisThreads threads) {
        this.factory = factory;
        this.moved = new MovedMaster<>(threads, this::look);
    }

    @Override
    void connected() {
        connected = true;
    }

    @Override
    CompletableFuture<Object> watch(byte[] key, CompletableFuture<Object> reply) {
        int slot = SlotHash.getSlot(key);
        return moved.watch(reply, new Route(slot, serverOf(slot)));
    }

    /** Learns which server has which slot, and gives up what went to one that has not any more. */
    private CompletionStage<?> look() {
        return client().refreshPartitionsAsync()
                .thenRun(() -> moved.giveUp(
                        route -> route.server() != null && !route.server().equals(serverOf(route.slot()))));
    }

    private @Nullable String serverOf(int slot) {
        try {
            RedisClusterNode node = connected ? client().getPartitions().getPartitionBySlot(slot) : null;
            return node == null ? null : node.getNodeId();
        } catch (IllegalStateException stopped) {
            return null;
        }
    }

    private RedisClusterClient client() {
        return (RedisClusterClient) factory.getRequiredNativeClient();
    }

    /** @param server null: none is known */
    private record Route(int slot, @Nullable String server) {}
}
