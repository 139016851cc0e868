package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
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

/**
 * Locks in a {@link LockStore}. Thread-safe. Owns one scheduler thread for all leases, and threads for the signals of lost
 * ones, which {@link #close()} ends; not the store.
 */
public final class LockTemplate implements LockOperations, AutoCloseable {

    private final LockDefaults defaults;

    private final LockListener listener;

    private final InFlight inFlight = new InFlight();

    private final Gate gate = new Gate();

    private final OwnerTokens tokens = new OwnerTokens();

    private final OwnedLeases owned = new OwnedLeases();

    private final ScheduledThreadPoolExecutor scheduler;

    private final Signals signals;

    private final OuterWork outerWork;

    private final LockStore store;

    private final Leases leases;

    private final Withdrawals withdrawals;

    /**
     * @param store keeps the locks
     * @param defaults what holds where a request says nothing
     * @param listeners are told, in this order
     */
    public LockTemplate(LockStore store, LockDefaults defaults, List<LockListener> listeners) {
        this(store, defaults, listeners, OuterWork.NONE);
    }

    /** @param outerWork keeps the leases of calls within it */
    public LockTemplate(LockStore store, LockDefaults defaults, List<LockListener> listeners, OuterWork outerWork) {
        this(store, defaults, listeners, outerWork, Duration.ofSeconds(5));
    }

    /** @param withdrawalTimeout how long a withdrawal may go without an answer before it is sent again */
    LockTemplate(
            LockStore store,
            LockDefaults defaults,
            List<LockListener> listeners,
            OuterWork outerWork,
            Duration withdrawalTimeout) {
        this.defaults = defaults;
        this.outerWork = outerWork;
        this.listener = new SafeListener(listeners);
        this.store = new GuardedStore(store);
        this.scheduler = scheduler();
        this.signals = new Signals(scheduler);
        this.withdrawals = new Withdrawals(this.store, scheduler, inFlight, withdrawalTimeout);
        this.leases = new Leases(this.store, inFlight, listener, gate, signals, scheduler);
    }

    @Override
    public Lease acquire(LockRequest request) {
        return acquire(LockTerms.of(request, defaults));
    }

    @Override
    public Optional<Lease> tryAcquire(LockRequest request) {
        try {
            return Optional.of(acquire(LockTerms.of(request.retries(0).waitTime(Duration.ZERO), defaults)));
        } catch (LockNotAcquiredException busy) {
            return Optional.empty();
        }
    }

    @Override
    public <T extends @Nullable Object> T execute(LockRequest request, LockCallback<T> callback) {
        List<HeldLease> outer = owned.covering(request.keys());
        Set<String> missing = missing(request.keys(), outer);
        if (missing.isEmpty()) {
            return new LockedCall(new SharedTenure(outer, request.onLost())).run(callback);
        }
        // Not worth waiting for the rest, if these are lost.
        outer.forEach(HeldLease::requireValid);
        HeldLease lease = acquire(LockTerms.of(request.keys(missing), defaults));
        return new LockedCall(new OwnTenure(leases, owned, outerWork, outer, lease)).run(callback);
    }

    /** Grants again after {@link #stop}. A lease from before may not be renewed any more. */
    public void start() {
        gate.open();
    }

    /**
     * Grants nothing any more, sends waiters away, and lets what is under way with the store end, for at most two
     * command-timeouts. A lock whose method still runs is left to its ttl, and is not renewed any more.
     */
    public void stop() {
        gate.close();
        inFlight.awaitNone(2 * defaults.commandTimeout().toNanos());
    }

    boolean isStopped() {
        return gate.isClosed();
    }

    /**
     * {@link #stop() Stops}, unless it has stopped before, and ends the threads: what could still be tried again is left, and
     * leases that are still held give no signal any more; they can be asked.
     */
    @Override
    public void close() {
        if (!isStopped()) {
            stop();
        }
        scheduler.shutdownNow();
        signals.close();
    }

    private HeldLease acquire(LockTerms terms) {
        Acquire acquire = Acquire.once(terms.sortedKeys(), tokens.next(), terms.ttl());
        PendingAcquire pending = new PendingAcquire(store, withdrawals, acquire);
        Acquisition acquisition = new Acquisition(terms, pending, gate, owned.keys());
        inFlight.enter();
        try {
            Granted granted = acquisition.await();
            HeldLease lease = begin(terms, pending, granted);
            listener.acquired(lease, acquisition.attempts(), acquisition.waited());
            return lease;
        } catch (LockException failure) {
            listener.notAcquired(failure);
            throw failure;
        } finally {
            inFlight.exit();
        }
    }

    private HeldLease begin(LockTerms terms, PendingAcquire pending, Granted granted) {
        try {
            return leases.begin(terms, pending, granted);
        } catch (Throwable e) {
            pending.drop();
            throw e;
        }
    }

    private static Set<String> missing(Set<String> keys, List<HeldLease> outer) {
        if (outer.isEmpty()) {
            return keys;
        }
        Set<String> missing = new TreeSet<>(keys);
        outer.forEach(lease -> missing.removeAll(lease.keys()));
        return missing;
    }

    private static ScheduledThreadPoolExecutor scheduler() {
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(1, new DaemonThreads("lock-starter-scheduler"));
        scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
