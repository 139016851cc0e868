package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Key;
import java.time.Duration;

/** A way to lock a key: this library's, or another's. Thread-safe. */
public interface Locking extends AutoCloseable {

    /**
     * @param ttl how long the lock lasts unless it is released
     * @param waitTime the longest wait
     * @throws NotGranted if it is not granted
     */
    Held acquire(Key key, Duration ttl, Duration waitTime) throws NotGranted;

    @Override
    void close();
}
