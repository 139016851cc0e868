package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Sends what may grant something on connections of its own, and lets the replicas acknowledge it there: WAIT speaks of the writes of its
 * own connection only, and holds up whatever comes after it. A grant that too few have acknowledged is none: whoever asked is told that nobody
 * knows, and takes it back, or asks again.
 */
final class AcknowledgedScriptRunner implements ScriptRunner, AutoCloseable {

    private final ScriptRunner others;

    private final WaitConnections connections;

    private final LettuceMaster master;

    private final Acknowledgement wanted;

    /** @param others sends what grants nothing */
    AcknowledgedScriptRunner(
            ScriptRunner others, WaitConnections connections, LettuceMaster master, Acknowledgement wanted) {
        this.others = others;
        this.connections = connections;
        this.master = master;
        this.wanted = wanted;
        master.onMoved(connections::reset);
    }

    @Override
    public CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args) {
        if (script.grants() == Script.NOTHING) {
            return others.run(script, keys, args);
        }
        CompletableFuture<Object> acknowledged = new CompletableFuture<>();
        CompletableFuture<Object> answer = master.watch(keys[0], acknowledged);
        connections.to(keys[0], acknowledged).whenComplete((connection, failure) -> {
            if (failure != null) {
                acknowledged.completeExceptionally(Failures.notSent(failure, ""));
            } else {
                send(script, connection, keys, args, acknowledged);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        connections.close();
    }

    private void send(
            Script script, GroupedWait connection, byte[][] keys, byte[][] args, CompletableFuture<Object> answer) {
        CompletableFuture<Object> reply = new CompletableFuture<>();
        reply.whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!script.grants().test(value)) {
                answer.complete(value);
            } else {
                connection.acknowledged().whenComplete((replicas, none) -> acknowledged(replicas, none, value, answer));
            }
        });
        LettuceScripts.send(script, connection.commands(), keys, args, reply);
    }

    private void acknowledged(
            @Nullable Long replicas, @Nullable Throwable failure, Object value, CompletableFuture<Object> answer) {
        if (replicas != null && replicas >= wanted.replicas()) {
            answer.complete(value);
            return;
        }
        // Whatever it says: what came before it was executed.
        String message = replicas == null
                ? "WAIT failed (" + failure + ")"
                : "%d of %d replicas acknowledged it within %d ms (distributed-lock.redis.wait-replicas)"
                        .formatted(replicas, wanted.replicas(), wanted.timeout().toMillis());
        answer.completeExceptionally(new StoreFailure(Kind.UNKNOWN, message, failure));
    }
}
