package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.internal.HostAndPort;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One connection of the store's own to one server. Lets the replicas acknowledge what was written on it: a WAIT speaks of all that was
 * written there before it, and holds up what comes after; so there is one at a time, and all who come meanwhile share the next. However
 * slow the replicas are, nobody waits for more than two of them.
 *
 * <p>Invariant: once it has broken, nothing is acknowledged on it, whatever a client sends again on another in its place: a WAIT says
 * nothing of what was written on another connection.
 */
final class OwnConnection {

    private final StatefulRedisConnection<byte[], byte[]> connection;

    private final Acknowledgement wanted;

    private final Function<HostAndPort, CompletionStage<OwnConnection>> others;

    /** Who shares the next one. Guarded by this, as all below. */
    private List<CompletableFuture<Long>> next = new ArrayList<>();

    /** Who shares the one that is under way; null: none is. */
    private @Nullable List<CompletableFuture<Long>> current;

    private boolean broken;

    /** @param others the one to another server of the cluster */
    OwnConnection(
            StatefulRedisConnection<byte[], byte[]> connection,
            Acknowledgement wanted,
            Function<HostAndPort, CompletionStage<OwnConnection>> others) {
        this.connection = connection;
        this.wanted = wanted;
        this.others = others;
    }

    /** What is sent here, {@link #acknowledged()} speaks of once it is answered. */
    CompletableFuture<Object> send(Script script, byte[][] keys, byte[][] args) {
        return LettuceScripts.send(script, connection.async(), keys, args);
    }

    /** To a server that is just taking over the slot of the keys. */
    CompletableFuture<Object> sendAsking(Script script, byte[][] keys, byte[][] args) {
        return LettuceScripts.sendAsking(script, connection, keys, args);
    }

    /** @param address of another server of the cluster */
    CompletionStage<OwnConnection> to(String address) {
        return others.apply(HostAndPort.parseCompat(address));
    }

    /** How many replicas have all that was answered on this connection so far. */
    CompletionStage<Long> acknowledged() {
        CompletableFuture<Long> replicas = new CompletableFuture<>();
        send(join(replicas));
        return replicas;
    }

    /** What was not acknowledged so far, nobody knows of. */
    void broken() {
        List<CompletableFuture<Long>> waiting;
        synchronized (this) {
            broken = true;
            waiting = Stream.concat(current == null ? Stream.of() : current.stream(), next.stream())
                    .toList();
            next = new ArrayList<>();
        }
        waiting.forEach(each -> each.completeExceptionally(lost()));
    }

    private @Nullable List<CompletableFuture<Long>> join(CompletableFuture<Long> replicas) {
        synchronized (this) {
            if (!broken) {
                next.add(replicas);
                return current == null ? take() : null;
            }
        }
        replicas.completeExceptionally(lost());
        return null;
    }

    private synchronized @Nullable List<CompletableFuture<Long>> take() {
        current = next.isEmpty() ? null : next;
        next = new ArrayList<>();
        return current;
    }

    private void send(@Nullable List<CompletableFuture<Long>> group) {
        if (group == null) {
            return;
        }
        CompletionStage<Long> answer;
        try {
            answer = connection
                    .async()
                    .waitForReplication(wanted.replicas(), wanted.timeout().toMillis());
        } catch (Throwable e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((replicas, failure) -> {
            // First of all the next group: whatever the first does with its answer.
            send(take());
            for (CompletableFuture<Long> each : group) {
                if (failure == null) {
                    each.complete(replicas);
                } else {
                    each.completeExceptionally(failure);
                }
            }
        });
    }

    private static StoreFailure lost() {
        return new StoreFailure(StoreFailure.Kind.UNKNOWN, "the connection was lost", null);
    }
}
