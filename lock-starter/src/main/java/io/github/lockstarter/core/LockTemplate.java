package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.LockStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Locks in a {@link LockStore}. Thread-safe. Owns one scheduler thread, which {@link #close()} ends; not the store. */
public final class LockTemplate implements LockOperations, AutoCloseable {

    private final LockDefaults defaults;

    private final LockListener listener;

    private final InFlight inFlight = new InFlight();

    private final Gate gate = new Gate();

    private final OwnerTokens tokens = new OwnerTokens();

    private final OwnedLeases owned = new OwnedLeases();

    private final ScheduledThreadPoolExecutor scheduler;

    private final LockStore store;

    private final Withdrawals withdrawals;

    /**
     * @param store keeps the locks
     * @param defaults what holds where a request says nothing
     * @param listeners are told, in this order
     */
    public LockTemplate(LockStore store, LockDefaults defaults, List<LockListener> listeners) {
        this(store, defaults, listeners, Duration.ofSeconds(5));
    }

    /** @param withdrawalTimeout how long a withdrawal may go without an answer before it is sent again */
    LockTemplate(LockStore store, LockDefaults defaults, List<LockListener> listeners, Duration withdrawalTimeout) {
        this.defaults = defaults;
        this.listener = new SafeListener(listeners);
        this.store = new GuardedStore(store);
        this.scheduler = scheduler();
        this.withdrawals = new Withdrawals(this.store, scheduler, inFlight, withdrawalTimeout);
    }

    @Override
    public Lease acquire(LockRequest request) {
        return acquire(LockTerms.of(request, defaults));
    }

    @Override
    public Optional<Lease> tryAcquire(LockRequest request) {
        try {
            return Optional.of(acquire(LockTerms.of(request, defaults).once()));
        } catch (LockNotAcquiredException busy) {
            return Optional.empty();
        }
    }

    @Override
    public <T extends @Nullable Object> T execute(LockRequest request, LockCallback<T> callback) {
        Set<HeldLease> outer = owned.covering(request.keys());
        outer.forEach(HeldLease::requireValid);
        Set<String> missing = missing(request.keys(), outer);
        if (missing.isEmpty()) {
            return Callbacks.runUnder(outer.iterator().next(), callback);
        }
        HeldLease lease = acquire(LockTerms.of(request.keys(missing), defaults));
        try {
            owned.enter(lease);
            T result = Callbacks.runUnder(lease, callback);
            LeaseLostException loss = lease.end(true);
            if (loss != null) {
                throw loss;
            }
            return result;
        } catch (Throwable failure) {
            LeaseLostException loss = lease.end(false);
            if (loss != null && loss != failure) {
                failure.addSuppressed(loss);
            }
            throw failure;
        } finally {
            owned.exit(lease);
        }
    }

    /** Grants again after {@link #stop}. */
    public void start() {
        gate.open();
    }

    /**
     * Grants nothing any more, sends waiters away, and lets what is under way with the store end, for at most two
     * command-timeouts. A lock whose method still runs is left to its ttl.
     */
    public void stop() {
        gate.close();
        inFlight.awaitNone(2 * defaults.commandTimeout().toNanos());
    }

    boolean isStopped() {
        return gate.isClosed();
    }

    /** {@link #stop() Stops}, unless it has stopped before, and ends the thread: what could still be tried again is left. */
    @Override
    public void close() {
        if (!isStopped()) {
            stop();
        }
        scheduler.shutdownNow();
    }

    private HeldLease acquire(LockTerms terms) {
        Acquire acquire = Acquire.once(terms.sortedKeys(), tokens.next(), terms.ttl());
        PendingAcquire pending = new PendingAcquire(store, withdrawals, acquire);
        Acquisition acquisition = new Acquisition(terms, pending, gate, owned.keys());
        inFlight.enter();
        try {
            Granted granted = acquisition.await();
            HeldLease lease = new HeldLease(store, inFlight, listener, terms, pending, granted);
            listener.acquired(lease, acquisition.attempts(), acquisition.waited());
            return lease;
        } catch (LockException failure) {
            listener.notAcquired(failure);
            throw failure;
        } finally {
            inFlight.exit();
        }
    }

    private static Set<String> missing(Set<String> keys, Set<HeldLease> outer) {
        if (outer.isEmpty()) {
            return keys;
        }
        Set<String> missing = new TreeSet<>(keys);
        outer.forEach(lease -> missing.removeAll(lease.keys()));
        return missing;
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "lock-starter-scheduler");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
