package io.github.lockstarter.quorum;

import java.util.concurrent.atomic.LongAdder;

/** How often a node was asked, and how often it answered in time, since the start. Thread-safe. */
public final class NodeAnswers {

    private final String node;

    private final LongAdder asked = new LongAdder();

    private final LongAdder answered = new LongAdder();

    NodeAnswers(String node) {
        this.node = node;
    }

    /** {@return what messages call it: {@code redis-1:6379}} */
    public String node() {
        return node;
    }

    /** {@return how often it was asked, since the start} */
    public long asked() {
        return asked.sum();
    }

    /** {@return how often it answered in time, since the start; less than {@link #asked}: it failed, or was too late} */
    public long answered() {
        return answered.sum();
    }

    void ask() {
        asked.increment();
    }

    void answer() {
        answered.increment();
    }
}
