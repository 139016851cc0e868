package io.github.lockstarter.testing;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Keys that are hard on a key layout: random ones from pieces that mean something to Redis, and some on purpose. */
public final class NastyKeys {

    private static final List<String> PIECES = List.of(
            "{",
            "}",
            "{}",
            "}{",
            "{{",
            "}}",
            "{a}",
            "{a",
            "a}",
            ":",
            "::",
            "#",
            "lock:",
            "queue:",
            "fence:",
            "wake:",
            "lock:{",
            "lock::",
            "*",
            "?",
            "[a-z]",
            "\n",
            "\r\n",
            "\t",
            "\0",
            " x",
            "'",
            "\"",
            "\\",
            "$",
            "@",
            "!",
            "item",
            "a1",
            "é",
            "é",
            "日本",
            "\uD83D\uDD12",
            "\u202E",
            "\u200B",
            "%s",
            "${x}",
            "#{x}");

    private static final List<String> ON_PURPOSE = List.of(
            "{",
            "}",
            "{}",
            "{}{}",
            "{}a",
            "a{}",
            "{a}{b}",
            "{a}{}",
            "a{b}c",
            "a{b",
            "a}b{c}",
            "{{a}}",
            "{a}}",
            "{{}",
            "{}}",
            ":a",
            "::a",
            "#a",
            "#{a}",
            ":#{a}",
            "queue:{a}",
            "fence:{a}",
            "queue:",
            "fence::a",
            "lock:{a}",
            "lock:fence:{a}",
            "x".repeat(512),
            "x".repeat(513),
            "x".repeat(65_536),
            "{" + "x".repeat(65_536),
            "{t}" + "x".repeat(65_536),
            "x".repeat(65_535) + "}",
            "日".repeat(170),
            "日".repeat(171));

    private NastyKeys() {}

    /** As many different ones; the same for the same seed. */
    public static Set<String> some(int count, long seed) {
        Random random = new Random(seed);
        Set<String> keys = new LinkedHashSet<>(ON_PURPOSE);
        while (keys.size() < count) {
            StringBuilder key = new StringBuilder();
            int pieces = 1 + random.nextInt(7);
            for (int i = 0; i < pieces; i++) {
                key.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            if (random.nextInt(500) == 0) {
                key.append("y".repeat(random.nextInt(65_536)));
            }
            if (!key.toString().isBlank()) {
                keys.add(key.toString());
            }
        }
        return keys;
    }
}
