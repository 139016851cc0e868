package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Sends a script on a connection of Lettuce's: by its SHA-1, and as text where the server does not know that. */
final class LettuceScripts {

    private LettuceScripts() {}

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

    private static void complete(
            @Nullable Object value, @Nullable Throwable failure, CompletableFuture<Object> answer) {
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
