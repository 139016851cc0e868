package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.protocol.CommandArgs;
import java.nio.ByteBuffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * In a cluster, sees to it that a command touches only keys in the slot of the lock. The server does not: a script may
 * touch whatever is on the same node.
 */
final class SlotCheck {

    private final KeyNotingCodec codec;

    SlotCheck(KeyNotingCodec codec) {
        this.codec = codec;
    }

    /**
     * @throws IllegalArgumentException if a key is in another slot
     * @throws UnsupportedOperationException if the command has no key
     */
    void check(String name, @Nullable CommandArgs<byte[], byte[]> args, List<byte[]> lockKeys) {
        List<byte[]> keys = args == null ? List.of() : keys(name, args);
        // A message reaches every node from any.
        if (keys.isEmpty() && !name.equals("PUBLISH")) {
            throw RefusedCommands.refusal(
                    name, "Without a key it says something of one node of the cluster, the lock's, and not of all");
        }
        check(name, keys, lockKeys);
    }

    /** @throws IllegalArgumentException if a key is in another slot */
    void check(String name, List<byte[]> keys, List<byte[]> lockKeys) {
        byte[] lock = lockKeys.get(0);
        int slot = SlotHash.getSlot(lock);
        for (byte[] other : lockKeys) {
            if (SlotHash.getSlot(other) != slot) {
                throw new IllegalArgumentException(
                        "The locks '%s' and '%s' are in two slots of the cluster: nothing can be fenced with both. Give their keys one {hash tag}."
                                .formatted(text(lock), text(other)));
            }
        }
        for (byte[] key : keys) {
            if (SlotHash.getSlot(key) != slot) {
                throw new IllegalArgumentException(
                        "%s of '%s' cannot be fenced with the lock '%s': in a cluster both must be in one slot. Name the lock like the data, or give both the same {hash tag}."
                                .formatted(name, text(key), text(lock)));
            }
        }
    }

    /** What the server would take for keys. */
    List<byte[]> keys(String name, CommandArgs<byte[], byte[]> args) {
        if (name.equals("PUBLISH") || name.equals("KEYS")) {
            return List.of();
        }
        List<byte[]> marked = codec.keysIn(args);
        if (marked.isEmpty()) {
            // A raw command: its keys are unknown, and Lettuce would route it by its first argument.
            ByteBuffer first = args.getFirstEncodedKey();
            return first == null ? List.of() : List.of(bytes(first));
        }
        return marked.subList(0, Math.min(marked.size(), mostKeysOf(name)));
    }

    /** Lettuce marks more than keys: fields of hashes, groups and consumers of streams, members of geo sets. */
    private static int mostKeysOf(String name) {
        return switch (name) {
            case "XREAD", "XREADGROUP" -> Integer.MAX_VALUE;
            case "GEOSEARCH" -> 1;
            case "GEOSEARCHSTORE" -> 2;
            default -> name.startsWith("H") || name.startsWith("X") ? 1 : Integer.MAX_VALUE;
        };
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static String text(byte[] key) {
        return new String(key, UTF_8);
    }
}
