package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockObserver.Acquiring;
import io.github.lockstarter.store.LockStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * Locks in a {@link LockStore}. Thread-safe. Owns one scheduler thread for all leases, and threads for the signals of lost
 * ones, which {@link #close()} ends; not the store.
 */
public final class LockTemplate implements LockOperations, AutoCloseable {

    private final LockDefaults defaults;

    private final OuterWork outerWork;

    private final LockRuntime runtime;

    private final Leases leases;

    private final LeaseSource source;

    private final LocksHere here;

    private final ThreadHolds holds = new ThreadHolds(this::enterByThread);

    /**
     * Without outer work and an observer, and with the default limits.
     *
     * @param store keeps the locks
     * @param defaults what holds where a request says nothing
     * @param listeners are told, in this order
     */
    public LockTemplate(LockStore store, LockDefaults defaults, List<LockListener> listeners) {
        this(store, defaults, LineLimits.DEFAULTS, listeners, List.of(), OuterWork.NONE);
    }

    /**
     * @param store keeps the locks
     * @param defaults what holds where a request says nothing
     * @param limits bound the lines of this JVM
     * @param listeners are told, in this order
     * @param observers go along with each call
     * @param outerWork keeps the leases of calls within it
     */
    public LockTemplate(
            LockStore store,
            LockDefaults defaults,
            LineLimits limits,
            List<LockListener> listeners,
            List<LockObserver> observers,
            OuterWork outerWork) {
        this(store, defaults, limits, listeners, observers, outerWork, Duration.ofSeconds(5));
    }

    /** @param withdrawalTimeout how long a withdrawal may go without an answer before it is sent again */
    LockTemplate(
            LockStore store,
            LockDefaults defaults,
            LineLimits limits,
            List<LockListener> listeners,
            List<LockObserver> observers,
            OuterWork outerWork,
            Duration withdrawalTimeout) {
        this.defaults = defaults;
        this.outerWork = outerWork;
        this.runtime = new LockRuntime(store, limits, listeners, observers);
        this.leases = new Leases(runtime);
        this.source = new LeaseSource(runtime, leases, new Withdrawals(runtime, withdrawalTimeout));
        this.here = new LocksHere(runtime, leases, defaults.logKeys());
    }

    @Override
    public Lease acquire(LockRequest request) {
        return acquireObserved(shown(request));
    }

    @Override
    public Optional<Lease> tryAcquire(LockRequest request) {
        try {
            return Optional.of(acquireObserved(shown(request).retries(0).waitTime(Duration.ZERO)));
        } catch (LockNotAcquiredException busy) {
            return Optional.empty();
        }
    }

    @Override
    public CompletionStage<Lease> acquireAsync(LockRequest request) {
        LockRequest asked = shown(request);
        LockTerms terms = terms(asked);
        return source.acquireLater(terms, LockFlow.current().keys(), source.observed(asked))
                .told(runtime.threads());
    }

    @Override
    public <T extends @Nullable Object> T execute(LockRequest request, LockCallback<T> callback) {
        return new LockedCall(enter(shown(request)), outerWork).run(callback);
    }

    @Override
    public Lock asLock(LockRequest request) {
        return new ThreadLock(shown(request), holds);
    }

    @Override
    public ReadWriteLock asReadWriteLock(LockRequest request) {
        return new ReadWriteThreadLock(shown(request), holds);
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback) {
        return executeAsync(request, callback, runtime.threads().calls());
    }

    @Override
    public <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback, Executor executor) {
        LockRequest asked = shown(request);
        Entrance entrance = new Entrance(asked, LockFlow.current(), leases, source.lines());
        return new AsyncCall<T>(entrance, source, runtime.threads(), this::terms, asked, callback, executor).start();
    }

    /** {@return what this JVM holds and waits for} */
    public LocksHere here() {
        return here;
    }

    /** Grants again after {@link #stop}. A lease from before may not be renewed any more. */
    public void start() {
        runtime.gate().open();
    }

    /**
     * Grants nothing any more, sends waiters away, and lets what is under way with the store end, for at most two
     * command-timeouts. A lock whose method still runs is left to its ttl, and is not renewed any more.
     */
    public void stop() {
        runtime.gate().close();
        source.sendAllAway();
        runtime.inFlight().awaitNone(2 * defaults.commandTimeout().toNanos());
    }

    /** Whether nobody here holds or waits for a lock in line. */
    boolean isIdle() {
        return source.lines().size() == 0;
    }

    /** How many calls of this JVM wait in line for a key. */
    int waiting(String key) {
        return source.lines().waiting(key);
    }

    boolean isStopped() {
        return runtime.gate().isClosed();
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
        runtime.close();
    }

    private LockTerms terms(LockRequest request) {
        return LockTerms.of(request, defaults, runtime.store());
    }

    private LockRequest shown(LockRequest request) {
        return defaults.logKeys() ? request : request.hideKeys();
    }

    private HeldLease acquireObserved(LockRequest request) {
        LockTerms terms = terms(request);
        return source.acquire(terms, source.observed(request));
    }

    private ThreadHolds.Exit enterByThread(LockRequest request) {
        Tenure tenure = enter(request);
        try {
            tenure.enter(outerWork);
            tenure.leases().forEach(HeldLease::requireValid);
        } catch (Throwable e) {
            tenure.leave(false);
            throw e;
        }
        return () -> tenure.leave(true);
    }

    private Tenure enter(LockRequest request) {
        Entrance entrance = new Entrance(request, LockFlow.current(), leases, source.lines());
        Acquiring acquiring = entrance.needsMore() ? source.observed(request) : Acquiring.UNOBSERVED;
        try {
            entrance.requireAsStrict();
            entrance.awaitTurns(this::terms);
            if (!entrance.needsMore()) {
                return entrance.shared();
            }
            entrance.requireValid();
            return entrance.with(source.acquire(entrance.remainder(this::terms), acquiring));
        } catch (Throwable e) {
            acquiring.notAcquired(e);
            entrance.shared().leave(false);
            throw e;
        }
    }
}
