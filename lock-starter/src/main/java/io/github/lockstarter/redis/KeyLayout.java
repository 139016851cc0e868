package io.github.lockstarter.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.lockstarter.LockConfigurationException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where a lock stands in Redis. No two keys share a Redis key, and all keys of a lock share a slot, if possible with the
 * data that carries its name:
 *
 * <ul>
 *   <li>{@code item:a1}, without braces: <code>lock:{item:a1}</code>, in the slot of the data key {@code item:a1}
 *   <li><code>{a1}:item</code>, with a hash tag of its own: <code>lock::{a1}:item</code>, in the slot of that tag
 *   <li>anything else (a stray brace, an empty tag, more than 512 bytes): <code>lock:#{sha256 of it}</code>
 * </ul>
 *
 * with <code>lock:queue:</code>, <code>lock:fence:</code> and <code>lock:holders:</code> likewise. What is a hash tag: Redis cluster specification,
 * "Hash tags".
 */
final class KeyLayout {

    private static final int LONGEST = 512;

    private final String prefix;

    /** @param prefix what all keys begin with, {@code lock:} by default; without braces */
    KeyLayout(String prefix) {
        if (prefix.contains("{") || prefix.contains("}")) {
            throw new LockConfigurationException(
                    "The prefix '%s' of the lock keys in Redis contains a brace: with it, locks would share a slot or have their keys in several."
                            .formatted(prefix),
                    "Set distributed-lock.redis.key-prefix to text without braces, for example 'shop:lock:'.");
        }
        this.prefix = prefix;
    }

    LockKeys of(String key) {
        String place = place(key);
        return new LockKeys(
                prefix + place, prefix + "queue:" + place, prefix + "fence:" + place, prefix + "holders:" + place);
    }

    String channelPrefix() {
        return prefix + "wake:";
    }

    private static String place(String key) {
        byte[] bytes = key.getBytes(UTF_8);
        if (bytes.length <= LONGEST) {
            if (key.indexOf('{') < 0 && key.indexOf('}') < 0) {
                return "{" + key + "}";
            }
            if (hasHashTag(key)) {
                return ":" + key;
            }
        }
        return "#{" + HexFormat.of().formatHex(sha256(bytes)) + "}";
    }

    private static boolean hasHashTag(String key) {
        int open = key.indexOf('{');
        return open >= 0 && key.indexOf('}', open) > open + 1;
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
