package io.github.lockstarter.redis;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Sends scripts on Lettuce's own asynchronous connection: the one that the application shares, if it shares one.
 *
 * <p>Getting a connection may block, for as long as connecting takes. So only a shared one that has been there before is
 * asked for on the caller's thread; the others on the store's.
 */
final class LettuceScriptRunner implements ScriptRunner {

    /** How long a slot that is being moved is waited for, within an attempt. */
    private static final long MIGRATION = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(5);

    private final LettuceConnectionFactory factory;

    private final RedisThreads threads;

    private final LettuceMaster master;

    private volatile boolean connected;

    LettuceScriptRunner(LettuceConnectionFactory factory, RedisThreads threads, LettuceMaster master) {
        this.factory = factory;
        this.threads = threads;
        this.master = master;
        master.onMoved(this::reset);
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
            long end = System.nanoTime() + MIGRATION;
            sendInCluster(() -> sent(script, commands, keys, args), answer, end);
        } else {
            LettuceScripts.send(script, commands, keys, args, answer);
        }
    }

    private static CompletableFuture<Object> sent(
            Script script, RedisClusterAsyncCommands<byte[], byte[]> commands, byte[][] keys, byte[][] args) {
        CompletableFuture<Object> reply = new CompletableFuture<>();
        LettuceScripts.send(script, commands, keys, args, reply);
        return reply;
    }

    /** Again and again, as long as the keys are being moved to another server and lie on either side. */
    private void sendInCluster(
            Supplier<CompletableFuture<Object>> command, CompletableFuture<Object> answer, long end) {
        CompletableFuture<Object> reply = command.get();
        reply.whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else if (Failures.isTryAgain(failure) && System.nanoTime() - end < 0) {
                threads.later(() -> sendInCluster(command, answer, end), BETWEEN);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }

    private void reset() {
        connected = false;
        factory.resetConnection();
    }

    private String where() {
        boolean several = factory.getSentinelConfiguration() != null || factory.getClusterConfiguration() != null;
        return several ? "" : " at " + factory.getHostName() + ":" + factory.getPort();
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
