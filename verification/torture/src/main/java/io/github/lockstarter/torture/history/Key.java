package io.github.lockstarter.torture.history;

import java.util.Locale;

/** One of the keys that are locked. */
public record Key(Workload workload, int number) {

    private static final int MOST = 1 << 16;

    /** As the library is given it. */
    public String name() {
        return workload.name().toLowerCase(Locale.ROOT) + "-" + number;
    }

    /** As it stands in Redis. */
    public String lock() {
        return "lock:{" + name() + "}";
    }

    int code() {
        return workload.ordinal() * MOST + number;
    }

    static Key of(int code) {
        return new Key(Workload.of(code / MOST), code % MOST);
    }

    @Override
    public String toString() {
        return name();
    }
}
