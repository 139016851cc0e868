package io.github.lockstarter.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A few connections of the application's client, made when they are needed. A command goes to the one that has the fewest under way,
 * and in a cluster to the very server that has its slot: what follows it there speaks of it.
 */
final class WaitConnections implements AutoCloseable {

    private static final int NUMBER = 4;

    private final LettuceConnectionFactory factory;

    private final RedisThreads threads;

    private final Acknowledgement wanted;

    private final Map<RedisClusterAsyncCommands<byte[], byte[]>, GroupedWait> waits = new ConcurrentHashMap<>();

    private final List<Place> places = Stream.generate(Place::new).limit(NUMBER).toList();

    WaitConnections(LettuceConnectionFactory factory, RedisThreads threads, Acknowledgement wanted) {
        this.wanted = wanted;
        this.factory = factory;
        this.threads = threads;
    }

    /**
     * @param key decides the server, in a cluster
     * @param answered completes when the command is not under way any more
     */
    CompletionStage<GroupedWait> to(byte[] key, CompletableFuture<?> answered) {
        Place least = places.get(0);
        for (Place place : places) {
            least = place.underWay.get() < least.underWay.get() ? place : least;
        }
        return least.use(answered)
                .thenCompose(connection -> commands(connection, key))
                .thenApply(this::grouped);
    }

    /** Gives up all connections. Others are made when they are needed. */
    void reset() {
        places.forEach(Place::reset);
        waits.clear();
    }

    @Override
    public void close() {
        reset();
    }

    /** One for each connection: in a cluster, they are more than there are places. */
    private GroupedWait grouped(RedisClusterAsyncCommands<byte[], byte[]> commands) {
        return waits.computeIfAbsent(commands, unknown -> new GroupedWait(commands, wanted));
    }

    @SuppressWarnings("unchecked")
    private CompletionStage<RedisClusterAsyncCommands<byte[], byte[]>> commands(
            StatefulConnection<byte[], byte[]> connection, byte[] key) {
        if (connection instanceof StatefulRedisClusterConnection) {
            StatefulRedisClusterConnection<byte[], byte[]> cluster =
                    (StatefulRedisClusterConnection<byte[], byte[]>) connection;
            RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
            if (node == null) {
                return CompletableFuture.failedFuture(new IllegalStateException("no server is known for its slot"));
            }
            return cluster.getConnectionAsync(node.getNodeId()).thenApply(StatefulRedisConnection::async);
        }
        return CompletableFuture.completedFuture(((StatefulRedisConnection<byte[], byte[]>) connection).async());
    }

    private StatefulConnection<byte[], byte[]> connect() {
        AbstractRedisClient client = factory.getRequiredNativeClient();
        return client instanceof RedisClusterClient cluster
                ? cluster.connect(ByteArrayCodec.INSTANCE)
                : ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
    }

    /** One of them: there, being made, or not there. */
    private final class Place {

        private final AtomicInteger underWay = new AtomicInteger();

        private final AtomicReference<@Nullable CompletableFuture<StatefulConnection<byte[], byte[]>>> current =
                new AtomicReference<>();

        CompletableFuture<StatefulConnection<byte[], byte[]>> use(CompletableFuture<?> answered) {
            underWay.incrementAndGet();
            answered.whenComplete((value, failure) -> underWay.decrementAndGet());
            CompletableFuture<StatefulConnection<byte[], byte[]>> there = current.get();
            while (there == null) {
                CompletableFuture<StatefulConnection<byte[], byte[]>> made = new CompletableFuture<>();
                if (current.compareAndSet(null, made)) {
                    make(made);
                    return made;
                }
                there = current.get();
            }
            return there;
        }

        private void make(CompletableFuture<StatefulConnection<byte[], byte[]>> made) {
            made.whenComplete((connection, failure) -> {
                if (failure != null) {
                    current.compareAndSet(made, null);
                }
            });
            threads.execute(
                    () -> {
                        try {
                            made.complete(connect());
                        } catch (Throwable e) {
                            made.completeExceptionally(e);
                        }
                    },
                    made);
        }

        void reset() {
            CompletableFuture<StatefulConnection<byte[], byte[]>> there = current.getAndSet(null);
            if (there != null) {
                there.thenAccept(StatefulConnection::closeAsync);
            }
        }
    }
}
