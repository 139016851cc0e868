package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

    private final Hints hints;

    private final Lines lines;

    /**
     * Without outer work, and with the default limits.
     *
     * @param store keeps the locks
     * @param defaults what holds where a request says nothing
     * @param listeners are told, in this order
     */
    public LockTemplate(LockStore store, LockDefaults defaults, List<LockListener> listeners) {
        this(store, defaults, LineLimits.DEFAULTS, listeners, OuterWork.NONE);
    }

    /**
     * @param store keeps the locks
     * @param defaults what holds where a request says nothing
     * @param limits bound the lines of this JVM
     * @param listeners are told, in this order
     * @param outerWork keeps the leases of calls within it
     */
    public LockTemplate(
            LockStore store,
            LockDefaults defaults,
            LineLimits limits,
            List<LockListener> listeners,
            OuterWork outerWork) {
        this(store, defaults, limits, listeners, outerWork, Duration.ofSeconds(5));
    }

    /** @param withdrawalTimeout how long a withdrawal may go without an answer before it is sent again */
    LockTemplate(
            LockStore store,
            LockDefaults defaults,
            LineLimits limits,
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
        this.leases = new Leases(this.store, inFlight, listener, gate, signals, new Watch(scheduler), scheduler);
        this.hints = new Hints(this.store);
        this.lines = new Lines(this::pending, tokens, hints, new Watch(scheduler), gate, limits);
    }

    @Override
    public Lease acquire(LockRequest request) {
        return acquire(terms(request));
    }

    @Override
    public Optional<Lease> tryAcquire(LockRequest request) {
        try {
            return Optional.of(acquire(terms(request.retries(0).waitTime(Duration.ZERO))));
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
        HeldLease lease = acquire(terms(request.keys(missing)));
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
        lines.sendAllAway();
        inFlight.awaitNone(2 * defaults.commandTimeout().toNanos());
    }

    /** Whether nobody here holds or waits for a lock in line. */
    boolean isIdle() {
        return lines.size() == 0;
    }

    /** How many calls of this JVM wait in line for a key. */
    int waiting(String key) {
        return lines.waiting(key);
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
        hints.close();
        scheduler.shutdownNow();
        signals.close();
    }

    private LockTerms terms(LockRequest request) {
        return LockTerms.of(request, defaults, store.longestTtl());
    }

    private HeldLease acquire(LockTerms terms) {
        inFlight.enter();
        try {
            Acquired acquired = terms.inLine() ? inLine(terms) : apart(terms);
            HeldLease lease = begin(terms, acquired);
            listener.acquired(lease, acquired.attempts(), acquired.waited());
            return lease;
        } catch (LockException failure) {
            listener.notAcquired(failure);
            throw failure;
        } finally {
            inFlight.exit();
        }
    }

    private Acquired inLine(LockTerms terms) {
        return new LineAcquisition(lines, gate, terms, owned.keys()).await();
    }

    private Acquired apart(LockTerms terms) {
        Supplier<PendingAcquire> asking =
                () -> new PendingAcquire(store, withdrawals, terms.sortedKeys(), tokens.next());
        return new Acquisition(terms, asking, gate, owned.keys()).await();
    }

    private PendingAcquire pending(String key, OwnerToken token) {
        return new PendingAcquire(store, withdrawals, List.of(key), token);
    }

    private HeldLease begin(LockTerms terms, Acquired acquired) {
        try {
            return leases.begin(terms, acquired.hold(), acquired.granted());
        } catch (Throwable e) {
            acquired.hold().drop();
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
