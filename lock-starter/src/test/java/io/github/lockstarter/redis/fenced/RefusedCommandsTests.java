package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.data.redis.connection.stream.ReadOffset;
import org.springframework.data.redis.connection.stream.StreamOffset;
import org.springframework.data.redis.connection.stream.StreamReadOptions;
import org.springframework.data.redis.core.RedisCallback;

class RefusedCommandsTests extends WithFencedTemplate {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BLPOP key 0",
                "WAIT 0 0",
                "SUBSCRIBE c",
                "MONITOR",
                "MULTI",
                "EXEC",
                "WATCH key",
                "SELECT 1",
                "CLIENT LIST",
                "REPLICAOF NO ONE",
                "SLAVEOF NO ONE",
                "SWAPDB 0 1",
                "CONFIG GET *",
                "DEBUG SLEEP 0",
                "HELLO 3",
                "AUTH x",
                "SCRIPT FLUSH",
                "FUNCTION LIST",
                "FCALL f 0",
                "EVAL_RO x 0",
                "QUIT",
                "RESET"
            })
    void rawCommandsThatNoScriptCanRun(String command) {
        String[] words = command.split(" ");

        assertRefused(
                words[0],
                () -> template.execute((RedisCallback<?>) connection -> connection.execute(
                        words[0],
                        Arrays.stream(words)
                                .skip(1)
                                .map(RefusedCommandsTests::bytes)
                                .toArray(byte[][]::new))));
        assertThat(plain.opsForValue().get("k")).isNull();
        assertThat(server.command("INFO", "replication")).contains("role:master");
    }

    @Test
    void whatTheServerDoesNotRunInScripts() {
        assertRefused(
                "BGSAVE",
                () -> template.execute((RedisCallback<?>) connection -> {
                    connection.serverCommands().bgSave();
                    return null;
                }));
        assertRefused(
                "BGSAVE",
                () -> template.executePipelined((RedisCallback<?>) connection -> {
                    connection.serverCommands().bgSave();
                    return null;
                }));
    }

    @Test
    void readingAStreamWithAWait() {
        assertRefused(
                "XREAD",
                () -> template.opsForStream()
                        .read(
                                StreamReadOptions.empty().block(Duration.ofMillis(10)),
                                StreamOffset.create("s", ReadOffset.latest())));
    }

    @Test
    void subscriptionsAndTransactions() {
        Map<String, RedisCallback<?>> calls = new HashMap<>();
        calls.put("SUBSCRIBE", c -> {
            c.subscribe((message, pattern) -> {}, bytes("c"));
            return null;
        });
        calls.put("PSUBSCRIBE", c -> {
            c.pSubscribe((message, pattern) -> {}, bytes("c"));
            return null;
        });
        calls.put("SELECT", c -> {
            c.select(1);
            return null;
        });
        calls.forEach((name, call) -> assertRefused(name, () -> template.execute(call)));
        assertRefused("MULTI", template::multi);
        assertRefused("EXEC", template::exec);
        assertRefused("DISCARD", template::discard);
        assertRefused("WATCH", () -> template.watch("k"));
        assertRefused("UNWATCH", template::unwatch);
        assertThat(template.opsForValue().get("k")).isNull();
    }

    private void assertRefused(String name, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isExactlyInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining(name);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
