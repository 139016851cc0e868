package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

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
        connections.to(keys[0], acknowledged).whenComplete((commands, failure) -> {
            if (failure != null) {
                acknowledged.completeExceptionally(Failures.notSent(failure, ""));
            } else {
                send(script, commands, keys, args, acknowledged);
            }
        });
        return answer;
    }

    @Override
    public void close() {
        connections.close();
    }

    private void send(
            Script script,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            byte[][] keys,
            byte[][] args,
            CompletableFuture<Object> answer) {
        CompletableFuture<Object> reply = new CompletableFuture<>();
        reply.whenComplete((value, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            } else if (!script.grants().test(value)) {
                answer.complete(value);
            } else {
                acknowledge(commands, value, answer);
            }
        });
        LettuceScripts.send(script, commands, keys, args, reply);
    }

    private void acknowledge(
            RedisClusterAsyncCommands<byte[], byte[]> commands, Object value, CompletableFuture<Object> answer) {
        try {
            commands.waitForReplication(wanted.replicas(), wanted.timeout().toMillis())
                    .whenComplete((acknowledged, failure) -> {
                        if (failure != null) {
                            // Whatever it says: what came before it was executed.
                            answer.completeExceptionally(
                                    unknown("WAIT failed (" + failure.getMessage() + ")", failure));
                        } else if (acknowledged < wanted.replicas()) {
                            answer.completeExceptionally(unknown(
                                    "%d of %d replicas acknowledged it within %d ms (distributed-lock.redis.wait-replicas)"
                                            .formatted(
                                                    acknowledged,
                                                    wanted.replicas(),
                                                    wanted.timeout().toMillis()),
                                    null));
                        } else {
                            answer.complete(value);
                        }
                    });
        } catch (Throwable e) {
            answer.completeExceptionally(unknown("WAIT could not be sent (" + e.getMessage() + ")", e));
        }
    }

    private static StoreFailure unknown(String message, Throwable cause) {
        return new StoreFailure(Kind.UNKNOWN, message, cause);
    }
}
