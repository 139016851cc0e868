package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection to one node, made again when it is asked for and is gone: at most every 100 ms. Nothing is sent a second time on a new
 * one, and a new one is used only once it is known how long the server has been running: a command can never reach, after the restart of
 * the server, one that was not known to have restarted.
 *
 * <p>Invariant: there is one state; whoever replaces an {@link Up} closes it.
 */
final class NodeConnection implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(NodeConnection.class);

    private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(100);

    private static final long INFO_SECONDS = 2;

    private sealed interface State {

        record Down(long next, StoreFailure failure) implements State {}

        /** @param waiting who wants it, in the order they came; guarded by itself, and moved on from only while it is held */
        record Connecting(List<CompletableFuture<Up>> waiting) implements State {}

        record Ready(Up up) implements State {}

        record Closed() implements State {}
    }

    private static final State.Closed CLOSED = new State.Closed();

    private final RedisClient client;

    private final RedisURI uri;

    private final String name;

    private final VotingRights rights;

    private final AtomicReference<State> state;

    NodeConnection(RedisClient client, RedisURI uri, String name, VotingRights rights) {
        this.client = client;
        this.uri = uri;
        this.name = name;
        this.rights = rights;
        this.state = new AtomicReference<>(new State.Down(
                System.nanoTime(), new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "not connected yet", null)));
    }

    /** Fails as not executed where there is none. Never blocks. */
    CompletionStage<Up> get() {
        while (true) {
            State now = state.get();
            if (now instanceof State.Ready ready) {
                if (!ready.up().isSilent() && !ready.up().right().isOutdated()) {
                    return CompletableFuture.completedFuture(ready.up());
                }
                down(ready.up(), ready.up().isSilent() ? "does not answer" : "is asked again whether it may vote");
            } else if (now instanceof State.Connecting connecting) {
                CompletableFuture<Up> up = new CompletableFuture<>();
                if (waits(connecting, up)) {
                    return up;
                }
            } else if (now instanceof State.Down down && System.nanoTime() - down.next() < 0) {
                return CompletableFuture.failedFuture(down.failure());
            } else if (now instanceof State.Closed) {
                return CompletableFuture.failedFuture(
                        new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "the connection is closed", null));
            } else {
                State.Connecting connecting = new State.Connecting(new ArrayList<>());
                if (state.compareAndSet(now, connecting)) {
                    connect(connecting);
                }
            }
        }
    }

    /** @return whether it is told; if not, there is another state meanwhile */
    private boolean waits(State.Connecting connecting, CompletableFuture<Up> up) {
        synchronized (connecting.waiting()) {
            return state.get() == connecting && connecting.waiting().add(up);
        }
    }

    /** The connection itself ends with its client. */
    @Override
    public void close() {
        state.set(CLOSED);
    }

    private void connect(State.Connecting connecting) {
        try {
            client.connectAsync(ByteArrayCodec.INSTANCE, uri)
                    .thenCompose(connection -> ask(connection).whenComplete((up, failure) -> {
                        if (failure != null) {
                            connection.closeAsync();
                        }
                    }))
                    .whenComplete((up, failure) -> connected(connecting, up, failure));
        } catch (Throwable e) {
            connected(connecting, null, e);
        }
    }

    private CompletionStage<Up> ask(StatefulRedisConnection<byte[], byte[]> connection) {
        return connection
                .async()
                .info("server")
                .toCompletableFuture()
                .orTimeout(INFO_SECONDS, TimeUnit.SECONDS)
                .handle((info, failure) -> {
                    if (failure == null) {
                        return new Up(connection, rights.of(name, NodeInfo.of(info), System.nanoTime()));
                    }
                    if (Failures.of(failure).kind() == StoreFailure.Kind.REJECTED) {
                        return new Up(connection, rights.ofUnknown(name, failure));
                    }
                    throw Failures.notSent(failure, "");
                });
    }

    private void connected(State.Connecting connecting, @Nullable Up up, @Nullable Throwable failure) {
        if (up == null || failure != null) {
            StoreFailure told = Failures.notSent(Objects.requireNonNull(failure), "");
            log.debug("Redlock node {}: {}", name, told.getMessage());
            failed(connecting, told);
            return;
        }
        up.connection().addListener(new Disconnections(up));
        if (!ready(connecting, up)) {
            up.close();
        } else if (!up.connection().isOpen()) {
            down(up, "lost the connection");
        }
    }

    /**
     * Those who wait are told first, in the order they came, until nobody waits any more: what they send must not be overtaken by what is
     * sent after it, which may be its withdrawal. Nothing is held while they are told, since they may ask again at once, for this node
     * or another.
     */
    private boolean ready(State.Connecting from, Up up) {
        while (true) {
            List<CompletableFuture<Up>> told;
            synchronized (from.waiting()) {
                told = take(from.waiting());
                if (told.isEmpty()) {
                    return state.compareAndSet(from, new State.Ready(up));
                }
            }
            told.forEach(waiting -> waiting.complete(up));
        }
    }

    /** Whoever asks again when told meets the new state. */
    private void failed(State.Connecting from, StoreFailure failure) {
        List<CompletableFuture<Up>> told;
        synchronized (from.waiting()) {
            told = take(from.waiting());
            state.compareAndSet(from, new State.Down(System.nanoTime() + PAUSE, failure));
        }
        told.forEach(waiting -> waiting.completeExceptionally(failure));
    }

    private static List<CompletableFuture<Up>> take(List<CompletableFuture<Up>> waiting) {
        List<CompletableFuture<Up>> taken = List.copyOf(waiting);
        waiting.clear();
        return taken;
    }

    private void down(Up up, String why) {
        State now = state.get();
        if (now instanceof State.Ready ready
                && ready.up() == up
                && state.compareAndSet(
                        now,
                        new State.Down(
                                System.nanoTime(), new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, why, null)))) {
            log.debug("Redlock node {} {}", name, why);
            up.close();
        }
    }

    private final class Disconnections implements RedisConnectionStateListener {

        private final Up up;

        Disconnections(Up up) {
            this.up = up;
        }

        @Override
        public void onRedisDisconnected(RedisChannelHandler<?, ?> handler) {
            down(up, "lost the connection");
        }
    }
}
