package io.github.lockstarter.redis.fenced;

import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Bytes as they are; and tells which arguments of a command were added to it as keys. Thread-safe. */
final class KeyNotingCodec extends ByteArrayCodec {

    private final ThreadLocal<List<byte[]>> noted = new ThreadLocal<>();

    /** Those of commands that were built with this codec. */
    List<byte[]> keysIn(CommandArgs<byte[], byte[]> args) {
        List<byte[]> keys = new ArrayList<>();
        ByteBuf scratch = Unpooled.buffer();
        noted.set(keys);
        try {
            args.encode(scratch);
        } finally {
            noted.remove();
            scratch.release();
        }
        return keys;
    }

    @Override
    public void encodeKey(byte[] key, ByteBuf target) {
        List<byte[]> keys = noted.get();
        if (keys != null) {
            keys.add(key);
        }
        super.encodeKey(key, target);
    }

    // Not by encodeKey, which the one above does.
    @Override
    public void encodeValue(byte[] value, ByteBuf target) {
        super.encodeKey(value, target);
    }
}
