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
final class AcknowledgedScriptRunner implements ScriptRunner {

    private final ScriptRunner others;

    private final OwnConnections connections;

    private final LettuceMaster master;

    private final SlotMoves moves;

    private final Acknowledgement wanted;

    /** @param others sends what grants nothing; ends with this */
    AcknowledgedScriptRunner(
            ScriptRunner others,
            OwnConnections connections,
            LettuceMaster master,
            SlotMoves moves,
            Acknowledgement wanted) {
        this.others = others;
        this.connections = connections;
        this.master = master;
        this.moves = moves;
        this.wanted = wanted;
    }

    @Override
    public CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args) {
        if (script.grants() == Script.NOTHING) {
            return others.run(script, keys, args);
        }
        CompletableFuture<Object> reply = new CompletableFuture<>();
        CompletableFuture<Object> answer = master.watch(keys[0], reply);
        connections.to(keys[0], reply).whenComplete((connection, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(Failures.notSent(failure, ""));
            } else {
                moves.send(() -> send(script, connection, keys, args), reply);
            }
        });
        return answer;
    }

    @Override
    public void connect() {
        others.connect();
        connections.connect();
    }

    @Override
    public void close() {
        others.close();
        connections.close();
    }

    private CompletionStage<Object> send(Script script, OwnConnection connection, byte[][] keys, byte[][] args) {
        return connection
                .send(script, keys, args)
                .thenCompose(value -> acknowledged(script, connection, value))
                .exceptionallyCompose(failure -> {
                    String server = Failures.asked(failure);
                    return server == null
                            ? CompletableFuture.failedFuture(failure)
                            : connection
                                    .to(server)
                                    .thenCompose(other -> other.sendAsking(script, keys, args)
                                            .thenCompose(value -> acknowledged(script, other, value)));
                });
    }

    private CompletionStage<Object> acknowledged(Script script, OwnConnection connection, Object value) {
        return script.grants().test(value)
                ? connection.acknowledged().handle((replicas, failure) -> acknowledged(replicas, failure, value))
                : CompletableFuture.completedFuture(value);
    }

    private Object acknowledged(@Nullable Long replicas, @Nullable Throwable failure, Object value) {
        if (replicas != null && replicas >= wanted.replicas()) {
            return value;
        }
        // Whatever it says: what came before it was executed.
        String message = replicas == null
                ? "WAIT failed (" + failure + ")"
                : "%d of %d replicas acknowledged it within %d ms (distributed-lock.redis.wait-replicas)"
                        .formatted(replicas, wanted.replicas(), wanted.timeout().toMillis());
        throw new StoreFailure(Kind.UNKNOWN, message, failure);
    }
}
