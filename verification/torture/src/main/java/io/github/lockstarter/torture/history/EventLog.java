package io.github.lockstarter.torture.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The events of one worker, in a file that is mapped into memory: what was written is there for others even when the worker is
 * killed in the middle of an instruction. Thread-safe.
 *
 * <p>Invariant: the place for the type is written last, and holds 0 until then. So whoever reads finds an event whole or not at
 * all.
 */
public final class EventLog {

    private static final int TYPE = 0;
    private static final int KEY = 4;
    private static final int TIME = 8;
    private static final int LEASE = 16;
    private static final int A = 24;
    private static final int B = 32;
    private static final int C = 40;
    private static final int SIZE = 48;

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private final ByteBuffer events;

    private final AtomicInteger next = new AtomicInteger();

    private EventLog(ByteBuffer events) {
        this.events = events.order(ByteOrder.nativeOrder());
    }

    /**
     * A new one, for the worker.
     *
     * @param most how many events it has room for; the file takes up room on the disk only for those that there are
     */
    public static EventLog create(Path file, int most) {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            MappedByteBuffer mapped = channel.map(MapMode.READ_WRITE, 0, (long) most * SIZE);
            return new EventLog(mapped);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot make the event log " + file, e);
        }
    }

    /** Writes an event down. Never fails and never waits. */
    public void write(EventType type, Key key, long lease, long time, long a, long b, long c) {
        int at = next.getAndIncrement() * SIZE;
        if (at < 0 || at + SIZE > events.capacity()) {
            throw new IllegalStateException("The event log is full: give it more room.");
        }
        events.putInt(at + KEY, key.code());
        events.putLong(at + TIME, time);
        events.putLong(at + LEASE, lease);
        events.putLong(at + A, a);
        events.putLong(at + B, b);
        events.putLong(at + C, c);
        INT.setRelease(events, at + TYPE, type.ordinal() + 1);
    }

    /** What a worker has written so far. */
    public static List<Event> read(Path file, int worker) {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            ByteBuffer events =
                    channel.map(MapMode.READ_ONLY, 0, channel.size()).order(ByteOrder.nativeOrder());
            List<Event> read = new ArrayList<>();
            int empty = 0;
            // Threads that were killed leave gaps; there are fewer of them than this.
            for (int at = 0; at + SIZE <= events.capacity() && empty < 1_000; at += SIZE) {
                int type = (int) INT.getAcquire(events, at + TYPE);
                if (type == 0) {
                    empty++;
                } else {
                    empty = 0;
                    read.add(event(events, at, worker, EventType.of(type - 1)));
                }
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the event log " + file, e);
        }
    }

    private static Event event(ByteBuffer events, int at, int worker, EventType type) {
        return new Event(
                worker,
                type,
                Key.of(events.getInt(at + KEY)),
                events.getLong(at + LEASE),
                events.getLong(at + TIME),
                events.getLong(at + A),
                events.getLong(at + B),
                events.getLong(at + C));
    }
}
