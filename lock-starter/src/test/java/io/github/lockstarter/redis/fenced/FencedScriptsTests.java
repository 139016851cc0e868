package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.script.RedisScript;

class FencedScriptsTests extends WithFencedTemplate {

    @Test
    @SuppressWarnings({"rawtypes", "unchecked"})
    void seeTheirOwnKeysAndArgumentsOnly() {
        RedisScript<List> script = RedisScript.of(
                "local all = {} for _, k in ipairs(KEYS) do all[#all + 1] = k end "
                        + "for _, v in ipairs(ARGV) do all[#all + 1] = v end all[#all + 1] = #KEYS .. ' ' .. #ARGV return all",
                List.class);

        for (List<String> keys : List.of(List.<String>of(), List.of("k1"), List.of("k1", "k2"))) {
            assertThat(template.execute(script, keys, "v1", "v2")).isEqualTo(plain.execute(script, keys, "v1", "v2"));
        }
    }

    @Test
    void keepTheLinesInTheirErrors() {
        RedisScript<String> script = RedisScript.of("local a = 1\nlocal b = 2\nreturn nothing()", String.class);

        assertThatThrownBy(() -> template.execute(script, List.of())).hasStackTraceContaining("user_script:3:");
    }

    @Test
    void mayBeginWithAShebang() {
        assumeThat(server.command("INFO", "server")).as("Redis 7.0 or later").doesNotContain("redis_version:6.");
        RedisScript<String> script =
                RedisScript.of("#!lua flags=no-writes\nreturn redis.call('SET', KEYS[1], '1')", String.class);
        RedisScript<String> reading =
                RedisScript.of("#!lua flags=no-writes\nreturn KEYS[1] .. #KEYS .. #ARGV", String.class);

        assertThat(template.execute(reading, List.of("k"))).isEqualTo("k10");
        assertThatThrownBy(() -> template.execute(script, List.of("written")))
                .hasStackTraceContaining("Write commands are not allowed from read-only scripts");
    }

    @Test
    void bySha1AnswerNoscript() {
        String sha = server.command("SCRIPT", "LOAD", "return 1");

        assertThatThrownBy(() -> template.execute((RedisCallback<?>)
                        connection -> connection.scriptingCommands().evalSha(sha, ReturnType.INTEGER, 0)))
                .isInstanceOf(RedisSystemException.class)
                .hasStackTraceContaining("NOSCRIPT");
    }

    @Test
    void thatAreNoneAreRefused() {
        assertThatThrownBy(
                        () -> template.execute((RedisCallback<?>) connection -> connection.execute("EVAL", bytes("x"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> template.execute(
                        (RedisCallback<?>) connection -> connection.execute("EVAL", bytes("x"), bytes("2"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> template.execute(
                        (RedisCallback<?>) connection -> connection.execute("EVAL", bytes("x"), bytes("-1"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
