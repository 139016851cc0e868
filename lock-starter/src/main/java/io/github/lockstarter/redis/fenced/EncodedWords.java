package io.github.lockstarter.redis.fenced;

import io.lettuce.core.protocol.CommandArgs;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** The arguments of a command as the server would read them: {@code $<length> CRLF <bytes> CRLF} each. */
final class EncodedWords {

    private EncodedWords() {}

    static List<byte[]> of(CommandArgs<?, ?> args) {
        List<byte[]> words = new ArrayList<>(args.count());
        ByteBuf buffer = Unpooled.buffer();
        try {
            args.encode(buffer);
            while (buffer.isReadable()) {
                words.add(word(buffer));
            }
        } finally {
            buffer.release();
        }
        return words;
    }

    private static byte[] word(ByteBuf buffer) {
        buffer.skipBytes(1);
        int length = 0;
        for (byte digit = buffer.readByte(); digit != '\r'; digit = buffer.readByte()) {
            length = 10 * length + digit - '0';
        }
        buffer.skipBytes(1);
        byte[] word = new byte[length];
        buffer.readBytes(word).skipBytes(2);
        return word;
    }
}
