package io.github.lockstarter.benchmarks.contest;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What one thread writes down: four times for each section, in an array of its own that the runs take turns to use. */
final class Notes {
    private static final int TIMES = 4;
    // One round trip to Redis takes at least 30 us, so 20 sections a millisecond never happen.
    private static final int PER_MILLI = 20;

    private long[] times = new long[0];
    private int size;
    private String failure = "";

    void clear(long millis) {
        int needed = Math.toIntExact((millis + 100) * PER_MILLI * TIMES);
        if (times.length < needed) {
            times = new long[needed];
        }
        size = 0;
        failure = "";
    }

    void add(long called, long entered, long leaving, long left) {
        times[size] = called;
        times[size + 1] = entered;
        times[size + 2] = leaving;
        times[size + 3] = left;
        size += TIMES;
    }

    void fail(Throwable cause) {
        failure = cause.toString();
    }

    void write(DataOutputStream out) throws IOException {
        out.writeUTF(failure.length() > 1000 ? failure.substring(0, 1000) : failure);
        out.writeInt(size / TIMES);
        for (int i = 0; i < size; i++) {
            out.writeLong(times[i]);
        }
    }

    /** Reads what one thread wrote; its failure is added, if it had one. */
    static List<Section> read(DataInputStream in, int jvm, int thread, List<String> failures) throws IOException {
        String failure = in.readUTF();
        if (!failure.isEmpty()) {
            failures.add(failure);
        }
        int count = in.readInt();
        List<Section> sections = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            sections.add(new Section(jvm, thread, in.readLong(), in.readLong(), in.readLong(), in.readLong()));
        }
        return sections;
    }
}
