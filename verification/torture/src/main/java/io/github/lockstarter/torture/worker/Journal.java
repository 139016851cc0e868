package io.github.lockstarter.torture.worker;

import io.github.lockstarter.LockMode;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.torture.history.EventLog;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Refusal;
import io.github.lockstarter.torture.history.Workload;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Writes down what a worker does. Thread-safe.
 *
 * <p>Every time that a claim to the lock begins with is taken after the fact, and every one that it lasts to before the lease is
 * asked: a claim is never written down as longer than it was.
 */
public final class Journal {

    private final EventLog log;

    private final AtomicLong leases = new AtomicLong();

    public Journal(EventLog log) {
        this.log = log;
    }

    /** A call that began at this time was granted the keys. */
    Tenancy granted(List<Key> keys, Held held, long began) {
        return granted(keys, held, began, leases.incrementAndGet());
    }

    /** The same for one key, on the terms of the request. */
    Tenancy granted(Key key, Held held, long began, LockRequest request) {
        long lease = leases.incrementAndGet();
        int permits = request.mode() == LockMode.SHARED ? Integer.MAX_VALUE : request.permits();
        log.write(EventType.TERMS, key, lease, System.nanoTime(), permits, request.renew() ? 1 : 0, 0);
        return granted(List.of(key), held, began, lease);
    }

    private Tenancy granted(List<Key> keys, Held held, long began, long lease) {
        long now = System.nanoTime();
        long token = held.fencingToken();
        long deadline = held.deadline();
        for (Key key : keys) {
            log.write(EventType.GRANTED, key, lease, now, began, token, deadline);
        }
        Tenancy tenancy = new Tenancy(this, keys, held, lease, deadline);
        held.onLoss(tenancy::lost);
        return tenancy;
    }

    /** What asks for a lock. */
    @FunctionalInterface
    interface Asking<H extends Held> {

        H ask() throws NotGranted;
    }

    /** Asks for the keys, does the work if they are granted, gives them back, and writes all of it down. */
    <H extends Held> void hold(List<Key> keys, Asking<H> asking, BiConsumer<H, Tenancy> work) {
        long began = System.nanoTime();
        try {
            H held = asking.ask();
            Tenancy tenancy = granted(keys, held, began);
            work.accept(held, tenancy);
            tenancy.ending();
            tenancy.release();
        } catch (NotGranted e) {
            refused(keys.get(0), e.refusal(), began, 0);
        }
    }

    void refused(Key key, Refusal refusal, long began, long interrupted) {
        log.write(EventType.NOT_GRANTED, key, 0, System.nanoTime(), began, refusal.ordinal(), interrupted);
    }

    void failed(Key key, Throwable failure) {
        log.write(EventType.FAILED, key, 0, System.nanoTime(), 0, 0, 0);
        System.out.println("failed with " + key + ": " + failure);
        failure.printStackTrace(System.out);
    }

    void done(int libraryThreads, int clientThreads) {
        log.write(EventType.DONE, Workload.RAW.key(0), 0, System.nanoTime(), libraryThreads, clientThreads, 0);
    }

    void write(EventType type, Tenancy tenancy, long time, long a, long b) {
        for (Key key : tenancy.keys()) {
            log.write(type, key, tenancy.lease(), time, a, b, 0);
        }
    }
}
