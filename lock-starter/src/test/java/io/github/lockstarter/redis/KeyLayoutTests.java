package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.testing.NastyKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyLayoutTests {

    private final KeyLayout layout = new KeyLayout("lock:");

    @Test
    void putsAPlainKeyIntoTheSlotOfTheDataOfThatName() {
        assertThat(layout.of("item:a1"))
                .isEqualTo(new LockKeys(
                        "lock:{item:a1}", "lock:queue:{item:a1}", "lock:fence:{item:a1}", "lock:holders:{item:a1}"));
        assertThat(Slot.of("lock:{item:a1}")).isEqualTo(Slot.of("item:a1"));
    }

    @Test
    void keepsAHashTagOfTheKeysOwn() {
        assertThat(layout.of("{a1}:item"))
                .isEqualTo(new LockKeys(
                        "lock::{a1}:item",
                        "lock:queue::{a1}:item",
                        "lock:fence::{a1}:item",
                        "lock:holders::{a1}:item"));
        assertThat(Slot.of("lock:fence::{a1}:item")).isEqualTo(Slot.of("{a1}"));
    }

    @Test
    void hashesStrayBracesEmptyTagsAndLongKeys() {
        for (String key :
                List.of("{", "}", "a{b", "a}b", "{}", "{}{a}", "}{", "x".repeat(513), "{a}" + "ü".repeat(300))) {
            assertThat(layout.of(key).lock()).as(key).matches("lock:#\\{[0-9a-f]{64}}");
        }
        assertThat(layout.of("x".repeat(512)).lock()).hasSize("lock:{}".length() + 512);
    }

    @Test
    void sharesNoRedisKeyAndNoSlotWithinALock() {
        Map<String, String> owners = new HashMap<>();
        for (String key : NastyKeys.some(20_000, 42)) {
            LockKeys keys = layout.of(key);
            for (String each : List.of(keys.lock(), keys.queue(), keys.fence(), keys.holders())) {
                assertThat(owners.put(each, key)).as("%s and %s", each, key).isNull();
                assertThat(Slot.of(each)).as(each).isEqualTo(Slot.of(keys.lock()));
            }
        }
    }

    @Test
    void refusesAPrefixWithBraces() {
        assertThatThrownBy(() -> new KeyLayout("lock:{app}:"))
                .isInstanceOfSatisfying(
                        LockConfigurationException.class,
                        e -> assertThat(e.action()).contains("distributed-lock.redis.key-prefix"));
    }

    @Test
    void neverSeesAnUnpairedSurrogate() {
        for (String key : List.of("a\uD800", "\uDC00b", "\uD800\uD800", "\uDC00\uD800")) {
            assertThatThrownBy(() -> LockRequest.of(key)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(LockRequest.of("\uD83D\uDD12").keys()).hasSize(1);
    }
}
