package io.github.lockstarter.redis;

import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.internal.HostAndPort;
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
 * and in a cluster to the very server that has its slot. One that breaks is given up, and never made again by Lettuce, which would send
 * on another what was meant for it.
 */
final class OwnConnections implements AutoCloseable {

    private final LettuceConnectionFactory factory;

    private final RedisThreads threads;

    private final LettuceMaster master;

    private final Acknowledgement wanted;

    private final List<Place> places;

    private volatile boolean closed;

    OwnConnections(
            LettuceConnectionFactory factory,
            RedisThreads threads,
            LettuceMaster master,
            Acknowledgement wanted,
            int number) {
        this.factory = factory;
        this.threads = threads;
        this.master = master;
        this.wanted = wanted;
        this.places = Stream.generate(Place::new).limit(number).toList();
        master.onMoved(this::reset);
    }

    /**
     * @param key decides the server, in a cluster
     * @param answered completes when the command is not under way any more
     */
    CompletionStage<OwnConnection> to(byte[] key, CompletableFuture<?> answered) {
        Place least = places.get(0);
        for (Place place : places) {
            least = place.underWay.get() < least.underWay.get() ? place : least;
        }
        return least.use(answered).thenCompose(made -> made.to(key));
    }

    /** Makes them in the background, so that the first command does not wait for it. */
    void connect() {
        places.forEach(Place::connection);
    }

    /** Gives up all connections. Others are made when they are needed. */
    void reset() {
        places.forEach(Place::reset);
    }

    @Override
    public void close() {
        closed = true;
        reset();
    }

    private StatefulConnection<byte[], byte[]> connection() {
        if (closed) {
            throw new IllegalStateException("The store is closed");
        }
        AbstractRedisClient client = factory.getRequiredNativeClient();
        return client instanceof RedisClusterClient cluster
                ? cluster.connect(ByteArrayCodec.INSTANCE)
                : ((RedisClient) client).connect(ByteArrayCodec.INSTANCE);
    }

    /** One of them: there, being made, or not there. */
    private final class Place {

        private final AtomicInteger underWay = new AtomicInteger();

        private final AtomicReference<@Nullable CompletableFuture<Made>> current = new AtomicReference<>();

        CompletableFuture<Made> use(CompletableFuture<?> answered) {
            underWay.incrementAndGet();
            answered.whenComplete((value, failure) -> underWay.decrementAndGet());
            return connection();
        }

        CompletableFuture<Made> connection() {
            while (true) {
                CompletableFuture<Made> there = current.get();
                if (there != null && !isBroken(there)) {
                    return there;
                }
                CompletableFuture<Made> made = new CompletableFuture<>();
                if (current.compareAndSet(there, made)) {
                    if (there != null) {
                        there.thenAccept(Made::close);
                    }
                    make(made);
                    return made;
                }
            }
        }

        private void make(CompletableFuture<Made> made) {
            made.whenComplete((connection, failure) -> {
                if (failure != null) {
                    current.compareAndSet(made, null);
                }
            });
            threads.execute(
                    () -> {
                        try {
                            made.complete(new Made(OwnConnections.this.connection(), () -> giveUp(made)));
                            master.connected();
                        } catch (Throwable e) {
                            made.completeExceptionally(e);
                        }
                        if (closed) {
                            reset();
                        }
                    },
                    made);
        }

        private void giveUp(CompletableFuture<Made> broken) {
            current.compareAndSet(broken, null);
            broken.thenAccept(Made::close);
        }

        void reset() {
            CompletableFuture<Made> there = current.getAndSet(null);
            if (there != null) {
                there.thenAccept(Made::close);
            }
        }

        private static boolean isBroken(CompletableFuture<Made> there) {
            return there.isDone()
                    && !there.isCompletedExceptionally()
                    && !there.join().connection.isOpen();
        }
    }

    /** One that was made, and the connections to the servers of a cluster that belong to it. */
    private final class Made {

        private final StatefulConnection<byte[], byte[]> connection;

        private final Runnable giveUp;

        private final Map<StatefulRedisConnection<byte[], byte[]>, OwnConnection> byServer = new ConcurrentHashMap<>();

        Made(StatefulConnection<byte[], byte[]> connection, Runnable giveUp) {
            this.connection = connection;
            this.giveUp = giveUp;
        }

        @SuppressWarnings("unchecked")
        CompletionStage<OwnConnection> to(byte[] key) {
            if (connection instanceof StatefulRedisClusterConnection) {
                StatefulRedisClusterConnection<byte[], byte[]> cluster =
                        (StatefulRedisClusterConnection<byte[], byte[]>) connection;
                RedisClusterNode node = cluster.getPartitions().getPartitionBySlot(SlotHash.getSlot(key));
                return node == null
                        ? CompletableFuture.failedFuture(new IllegalStateException("no server is known for its slot"))
                        : cluster.getConnectionAsync(node.getNodeId()).thenApply(this::own);
            }
            return CompletableFuture.completedFuture(own((StatefulRedisConnection<byte[], byte[]>) connection));
        }

        @SuppressWarnings("unchecked")
        private CompletionStage<OwnConnection> to(HostAndPort server) {
            return ((StatefulRedisClusterConnection<byte[], byte[]>) connection)
                    .getConnectionAsync(server.getHostText(), server.getPort())
                    .thenApply(this::own);
        }

        private OwnConnection own(StatefulRedisConnection<byte[], byte[]> server) {
            return byServer.computeIfAbsent(server, unknown -> {
                OwnConnection own = new OwnConnection(server, wanted, this::to);
                server.addListener(new RedisConnectionStateListener() {
                    @Override
                    public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
                        own.broken();
                        giveUp.run();
                    }
                });
                return own;
            });
        }

        void close() {
            connection.closeAsync();
            byServer.values().forEach(OwnConnection::broken);
        }
    }
}
