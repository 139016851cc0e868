package io.github.lockstarter.torture.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Counters that never fail, in memory that all processes share: what is lost there is lost by the locks. */
public final class SharedCounters {

    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private static final int COUNTERS = 64;

    private final ByteBuffer counters;

    private SharedCounters(ByteBuffer counters) {
        this.counters = counters;
    }

    public static SharedCounters open(Path file) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            return new SharedCounters(channel.map(MapMode.READ_WRITE, 0, COUNTERS * Long.BYTES));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot open the counters " + file, e);
        }
    }

    public long read(int counter) {
        return (long) LONG.getVolatile(counters, counter * Long.BYTES);
    }

    public void write(int counter, long value) {
        LONG.setVolatile(counters, counter * Long.BYTES, value);
    }
}
