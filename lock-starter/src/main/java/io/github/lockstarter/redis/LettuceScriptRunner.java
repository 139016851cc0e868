package io.github.lockstarter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Sends scripts on Lettuce's own asynchronous connection: the one that the application shares, if it shares one.
 *
 * <p>Getting a connection may block, for as long as connecting takes. So only a shared one that has been there before is
 * asked for on the caller's thread; the others on the store's.
 */
final class LettuceScriptRunner implements ScriptRunner {

    private final LettuceConnectionFactory factory;

    private final RedisThreads threads;

    private final LettuceMaster master;

    private final SlotMoves moves;

    private volatile boolean connected;

    LettuceScriptRunner(LettuceConnectionFactory factory, RedisThreads threads, LettuceMaster master, SlotMoves moves) {
        this.moves = moves;
        this.factory = factory;
        this.threads = threads;
        this.master = master;
    }

    @Override
    public CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args) {
        CompletableFuture<Object> reply = new CompletableFuture<>();
        CompletableFuture<Object> answer = master.watch(keys[0], reply);
        if (connected && factory.getShareNativeConnection() && !factory.getValidateConnection()) {
            send(script, keys, args, reply);
        } else {
            threads.execute(() -> send(script, keys, args, reply), reply);
        }
        return answer;
    }

    private void send(Script script, byte[][] keys, byte[][] args, CompletableFuture<Object> answer) {
        RedisConnection connection;
        RedisClusterAsyncCommands<byte[], byte[]> commands;
        // Opening a connection fails on an interrupted thread, and a release must be sent all the same.
        boolean interrupted = Thread.interrupted();
        try {
            connection = factory.getConnection();
            commands = commandsOf(connection);
        } catch (Throwable e) {
            answer.completeExceptionally(Failures.notSent(e, where()));
            return;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!connected) {
            connected = true;
            master.connected();
        }
        answer.whenComplete((value, failure) -> connection.close());
        if (factory.isClusterAware()) {
            moves.send(() -> LettuceScripts.send(script, commands, keys, args), answer);
        } else {
            LettuceScripts.send(script, commands, keys, args, answer);
        }
    }

    private String where() {
        return factory.isClusterAware() ? "" : " at " + factory.getHostName() + ":" + factory.getPort();
    }

    @SuppressWarnings("unchecked")
    private static RedisClusterAsyncCommands<byte[], byte[]> commandsOf(RedisConnection connection) {
        try {
            return (RedisClusterAsyncCommands<byte[], byte[]>) connection.getNativeConnection();
        } catch (RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
