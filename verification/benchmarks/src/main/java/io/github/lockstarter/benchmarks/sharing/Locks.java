package io.github.lockstarter.benchmarks.sharing;

import java.time.Duration;

/** One library's locks on one key, opened with a client of its own, as one JVM would. Thread-safe. */
interface Locks extends AutoCloseable {

    String KEY = "item:a1";

    int PERMITS = 4;

    /** How long a lock lasts by itself; nothing prolongs it. */
    Duration LEASE = Duration.ofSeconds(30);

    /** Makes ready what there has to be in Redis before the first acquire; Redis has been emptied. */
    void prepare();

    /** Waits until it is held. */
    Held acquire(Want want) throws InterruptedException;

    @Override
    void close();

    /** A lock that is held, to be given back on the thread that acquired it. */
    interface Held {

        /** @throws RuntimeException if it was not held any more */
        void release();
    }
}
