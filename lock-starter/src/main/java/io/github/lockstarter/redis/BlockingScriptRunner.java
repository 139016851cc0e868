package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.ReturnType;

/** Sends scripts with any client that Spring Data knows, on threads that wait for the answers: for Jedis. */
final class BlockingScriptRunner implements ScriptRunner {

    private final RedisConnectionFactory factory;

    private final RedisThreads threads;

    BlockingScriptRunner(RedisConnectionFactory factory, RedisThreads threads) {
        this.factory = factory;
        this.threads = threads;
    }

    @Override
    public CompletionStage<Object> run(Script script, byte[][] keys, byte[]... args) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        threads.execute(() -> send(script, keys, args, answer), answer);
        return answer;
    }

    private void send(Script script, byte[][] keys, byte[][] args, CompletableFuture<Object> answer) {
        RedisConnection connection;
        try {
            connection = factory.getConnection();
        } catch (Throwable e) {
            answer.completeExceptionally(Failures.notSent(e, ""));
            return;
        }
        try (connection) {
            answer.complete(send(connection, script, keys.length, joined(keys, args)));
        } catch (Throwable e) {
            // No effect where the answer is there already and only closing failed.
            answer.completeExceptionally(Failures.of(e));
        }
    }

    private static Object send(RedisConnection connection, Script script, int keys, byte[][] keysAndArgs) {
        ReturnType type = script.reply() == Script.Reply.NUMBER ? ReturnType.INTEGER : ReturnType.MULTI;
        try {
            return connection.scriptingCommands().evalSha(script.sha(), type, keys, keysAndArgs);
        } catch (RuntimeException e) {
            if (!Failures.isNoScript(e)) {
                throw e;
            }
            return connection.scriptingCommands().eval(script.text().getBytes(UTF_8), type, keys, keysAndArgs);
        }
    }

    private static byte[][] joined(byte[][] keys, byte[][] args) {
        byte[][] joined = new byte[keys.length + args.length][];
        System.arraycopy(keys, 0, joined, 0, keys.length);
        System.arraycopy(args, 0, joined, keys.length, args.length);
        return joined;
    }
}
