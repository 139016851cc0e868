package io.github.lockstarter.benchmarks.redlock;

/** Who locks what; nobody waits for anybody. */
public enum Situation {
    OTHER_KEYS("1-other-keys", 1, false, "one thread, another key each time"),
    SAME_KEY("1-same-key", 1, true, "one thread, the same key again and again"),
    THREADS("8-other-keys", 8, false, "8 threads, another key each time");

    static final int MOST_THREADS = 8;

    private final String id;
    private final int threads;
    private final boolean sameKey;
    private final String description;

    Situation(String id, int threads, boolean sameKey, String description) {
        this.id = id;
        this.threads = threads;
        this.sameKey = sameKey;
        this.description = description;
    }

    public String id() {
        return id;
    }

    int threads() {
        return threads;
    }

    String description() {
        return description;
    }

    String key(int thread, long number) {
        return sameKey ? "item:a1" : "item:" + thread + "-" + number;
    }
}
