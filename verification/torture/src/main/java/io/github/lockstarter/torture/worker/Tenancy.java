package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Key;
import java.util.List;

/** What is written down of a lock while it is held. */
final class Tenancy {

    private final Journal journal;
    private final List<Key> keys;
    private final Held held;
    private final long lease;
    private final long deadline;

    Tenancy(Journal journal, List<Key> keys, Held held, long lease, long deadline) {
        this.journal = journal;
        this.keys = keys;
        this.held = held;
        this.lease = lease;
        this.deadline = deadline;
    }

    List<Key> keys() {
        return keys;
    }

    long lease() {
        return lease;
    }

    long fencingToken() {
        return held.fencingToken();
    }

    /** Notes whether it is valid. */
    void look() {
        long before = System.nanoTime();
        if (held.isValid()) {
            journal.write(EventType.VALID, this, before, 0, 0);
        }
    }

    void written(long value) {
        journal.write(EventType.WRITTEN, this, System.nanoTime(), value, held.fencingToken());
    }

    void writeUnknown() {
        journal.write(EventType.WRITE_UNKNOWN, this, System.nanoTime(), 0, 0);
    }

    void writeRefused() {
        journal.write(EventType.WRITE_REFUSED, this, System.nanoTime(), 0, 0);
    }

    void lost(int reason) {
        journal.write(EventType.LOST, this, System.nanoTime(), reason, deadline);
    }

    /** What it was for is over. */
    void ending() {
        long before = System.nanoTime();
        journal.write(EventType.ENDING, this, before, held.isValid() ? 1 : 0, 0);
    }

    /** Gives it back. */
    void release() {
        held.release();
        ended();
    }

    /** It was given back. */
    void ended() {
        journal.write(EventType.ENDED, this, System.nanoTime(), 0, 0);
    }
}
