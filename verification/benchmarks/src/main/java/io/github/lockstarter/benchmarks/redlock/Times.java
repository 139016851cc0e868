package io.github.lockstarter.benchmarks.redlock;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one thread notes: how long each acquire took, and each release, in nanoseconds. */
final class Times {

    private long[] acquires = new long[4096];
    private long[] releases = new long[4096];
    private int size;
    private int inTime;
    private @Nullable Throwable failure;

    /** @param counts whether it was over before the common end */
    void add(long acquire, long release, boolean counts) {
        if (size == acquires.length) {
            acquires = Arrays.copyOf(acquires, 2 * size);
            releases = Arrays.copyOf(releases, 2 * size);
        }
        acquires[size] = acquire;
        releases[size] = release;
        size++;
        inTime += counts ? 1 : 0;
    }

    void fail(Throwable cause) {
        failure = cause;
    }

    int size() {
        return size;
    }

    int inTime() {
        return inTime;
    }

    long acquire(int number) {
        return acquires[number];
    }

    long release(int number) {
        return releases[number];
    }

    /** Null: it did not give up. */
    @Nullable
    Throwable failure() {
        return failure;
    }
}
