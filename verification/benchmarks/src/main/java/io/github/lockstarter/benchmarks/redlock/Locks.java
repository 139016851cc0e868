package io.github.lockstarter.benchmarks.redlock;

import java.time.Duration;

/** One way to lock, opened in this JVM with clients of its own. Thread-safe. */
interface Locks extends AutoCloseable {

    /** How long a lock lasts by itself; nothing prolongs it. */
    Duration TTL = Duration.ofSeconds(10);

    /** How long it may be waited for. */
    Duration WAIT = Duration.ofSeconds(1);

    /** @throws RuntimeException if it is not granted */
    Held acquire(String key) throws InterruptedException;

    @Override
    void close();

    /** A lock that is held, to be given back on the thread that acquired it. */
    interface Held {

        void release();
    }
}
