package io.github.lockstarter.redis.fenced;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import java.util.List;

/**
 * A script of the user's, taken apart.
 *
 * @param text the Lua, or its SHA
 */
record UserScript(byte[] text, List<byte[]> keys, List<byte[]> values) {

    /** @throws IllegalArgumentException if these are not the arguments of a script */
    static UserScript of(String name, CommandArgs<byte[], byte[]> args) {
        List<byte[]> words = EncodedWords.of(args);
        try {
            int end = 2 + Integer.parseInt(new String(words.get(1), US_ASCII));
            return new UserScript(words.get(0), words.subList(2, end), words.subList(end, words.size()));
        } catch (IndexOutOfBoundsException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    name + " needs a script, the number of its keys, and that many keys at least.", e);
        }
    }

    /** @param shared whether others may hold the lock at the same time */
    CommandArgs<byte[], byte[]> guarded(List<byte[]> lockKeys, byte[] token, boolean shared) {
        return new CommandArgs<>(ByteArrayCodec.INSTANCE)
                .add(GuardScripts.before(text, shared))
                .add(keys.size() + lockKeys.size())
                .addKeys(keys)
                .addKeys(lockKeys)
                .addValues(values)
                .add(lockKeys.size())
                .addValue(token);
    }
}
