package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.output.IntegerOutput;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends a script on a connection of Lettuce's: by its SHA-1, and as text where the server does not know that. */
final class LettuceScripts {

    private LettuceScripts() {}

    static CompletableFuture<Object> send(
            Script script, RedisClusterAsyncCommands<byte[], byte[]> commands, byte[][] keys, byte[][] args) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        send(script, commands, keys, args, answer);
        return answer;
    }

    /** @param answer completed with the reply, or with a StoreFailure */
    static void send(
            Script script,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            byte[][] keys,
            byte[][] args,
            CompletableFuture<Object> answer) {
        try {
            RedisFuture<Object> known = commands.evalsha(script.sha(), type(script), keys, args);
            known.whenComplete((value, failure) -> {
                if (failure != null && Failures.isNoScript(failure)) {
                    sendText(script, commands, keys, args, answer);
                } else {
                    complete(value, failure, answer);
                }
            });
        } catch (Throwable e) {
            answer.completeExceptionally(Failures.of(e));
        }
    }

    /**
     * To a server that is just taking over the slot of the keys, which answers only what follows an ASKING at once. Sends the text, since it
     * may not know the script.
     */
    static CompletableFuture<Object> sendAsking(
            Script script, StatefulRedisConnection<byte[], byte[]> connection, byte[][] keys, byte[][] args) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        try {
            CommandArgs<byte[], byte[]> words = new CommandArgs<>(ByteArrayCodec.INSTANCE)
                    .add(script.text().getBytes(UTF_8))
                    .add(keys.length)
                    .addKeys(keys)
                    .addValues(args);
            AsyncCommand<byte[], byte[], ?> eval =
                    new AsyncCommand<>(new Command<>(CommandType.EVAL, output(script), words));
            Command<byte[], byte[], String> asking =
                    new Command<>(CommandType.ASKING, new StatusOutput<>(ByteArrayCodec.INSTANCE));
            connection.dispatch(List.of(asking, eval));
            eval.whenComplete((value, failure) -> complete(value, failure, answer));
        } catch (Throwable e) {
            answer.completeExceptionally(Failures.of(e));
        }
        return answer;
    }

    private static CommandOutput<byte[], byte[], ?> output(Script script) {
        return script.reply() == Script.Reply.NUMBER
                ? new IntegerOutput<>(ByteArrayCodec.INSTANCE)
                : new NestedMultiOutput<>(ByteArrayCodec.INSTANCE);
    }

    private static void sendText(
            Script script,
            RedisClusterAsyncCommands<byte[], byte[]> commands,
            byte[][] keys,
            byte[][] args,
            CompletableFuture<Object> answer) {
        try {
            RedisFuture<Object> reply = commands.eval(script.text().getBytes(UTF_8), type(script), keys, args);
            reply.whenComplete((value, failure) -> complete(value, failure, answer));
        } catch (Throwable e) {
            answer.completeExceptionally(Failures.of(e));
        }
    }

    static void complete(@Nullable Object value, @Nullable Throwable failure, CompletableFuture<Object> answer) {
        if (failure == null) {
            answer.complete(value);
        } else {
            answer.completeExceptionally(Failures.of(failure));
        }
    }

    private static ScriptOutputType type(Script script) {
        return script.reply() == Script.Reply.NUMBER ? ScriptOutputType.INTEGER : ScriptOutputType.MULTI;
    }
}
