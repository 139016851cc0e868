package io.github.lockstarter.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Sends scripts on a connection of the store's own, which can be given up when another server is the master, without a loss to the
 * application.
 */
final class OwnScriptRunner implements ScriptRunner {

    private final OwnConnections connections;

    private final LettuceMaster master;

    OwnScriptRunner(OwnConnections connections, LettuceMaster master) {
        this.connections = connections;
        this.master = master;
    }

    @Override
    public CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args) {
        CompletableFuture<Object> reply = new CompletableFuture<>();
        CompletableFuture<Object> answer = master.watch(keys[0], reply);
        connections.to(keys[0], reply).whenComplete((connection, failure) -> {
            if (failure != null) {
                reply.completeExceptionally(Failures.notSent(failure, ""));
            } else {
                connection
                        .send(script, keys, args)
                        .whenComplete((value, none) -> LettuceScripts.complete(value, none, reply));
            }
        });
        return answer;
    }

    @Override
    public void connect() {
        connections.connect();
    }

    @Override
    public void close() {
        connections.close();
    }
}
