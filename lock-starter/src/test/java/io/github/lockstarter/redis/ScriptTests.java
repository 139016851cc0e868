package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.testing.TestRedis;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("without-spring")
class ScriptTests {

    @ParameterizedTest
    @ValueSource(
            strings = {"lock:wake:", "", "it's", "\"", "\\", "\\1", "a\nb", "]]", "$CHANNEL", "%s", "é日\uD83D\uDD12"})
    void aTextIsTheSameInLua(String text) {
        assertThat(TestRedis.empty().command("EVAL", "return " + Script.literal(text), "0"))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "acquire.lua",
                "acquire-all.lua",
                "acquire-shared.lua",
                "release.lua",
                "release-shared.lua",
                "force-release.lua"
            })
    void aScriptHasNoPlaceholderLeft(String file) {
        Map<String, String> constants = Map.of("FENCE_TTL", "1", "CHANNEL", "''", "COUNTS_ALL_RECEIVERS", "true");

        assertThat(Script.load(file, Script.Reply.ARRAY, Script.NOTHING, constants)
                        .text())
                .doesNotContainPattern("\\$[A-Z]|-- include");
    }
}
