package io.github.lockstarter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Lets the replicas acknowledge what was written on one connection. A WAIT speaks of all that was written there before it, and holds up
 * what comes after: so there is one at a time, and all who come meanwhile share the next. However slow the replicas are, nobody waits for
 * more than two of them.
 */
final class GroupedWait {

    private final RedisClusterAsyncCommands<byte[], byte[]> commands;

    private final Acknowledgement wanted;

    /** Who shares the next one. Guarded by this, as all below. */
    private List<CompletableFuture<Long>> next = new ArrayList<>();

    private boolean waiting;

    GroupedWait(RedisClusterAsyncCommands<byte[], byte[]> commands, Acknowledgement wanted) {
        this.commands = commands;
        this.wanted = wanted;
    }

    /** What is sent here, {@link #acknowledged()} speaks of once it is answered. */
    RedisClusterAsyncCommands<byte[], byte[]> commands() {
        return commands;
    }

    /** How many replicas have all that was answered on this connection so far. */
    CompletionStage<Long> acknowledged() {
        CompletableFuture<Long> replicas = new CompletableFuture<>();
        List<CompletableFuture<Long>> group = join(replicas);
        if (group != null) {
            send(group);
        }
        return replicas;
    }

    private synchronized @Nullable List<CompletableFuture<Long>> join(CompletableFuture<Long> replicas) {
        next.add(replicas);
        return waiting ? null : take();
    }

    private synchronized @Nullable List<CompletableFuture<Long>> take() {
        waiting = !next.isEmpty();
        if (!waiting) {
            return null;
        }
        List<CompletableFuture<Long>> group = next;
        next = new ArrayList<>();
        return group;
    }

    private void send(List<CompletableFuture<Long>> group) {
        CompletionStage<Long> answer;
        try {
            answer = commands.waitForReplication(
                    wanted.replicas(), wanted.timeout().toMillis());
        } catch (Throwable e) {
            answer = CompletableFuture.failedFuture(e);
        }
        answer.whenComplete((replicas, failure) -> {
            // First of all the next group: whatever the first does with its answer.
            List<CompletableFuture<Long>> others = take();
            if (others != null) {
                send(others);
            }
            for (CompletableFuture<Long> each : group) {
                if (failure == null) {
                    each.complete(replicas);
                } else {
                    each.completeExceptionally(failure);
                }
            }
        });
    }
}
