package io.github.lockstarter.core;

import io.github.lockstarter.LockListener;
import io.github.lockstarter.store.LockStore;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * What all parts of one template work with: the store, who is told, and the threads, which {@link #close()} ends. The store is not
 * closed. Thread-safe.
 */
final class LockRuntime implements AutoCloseable {

    private final LockStore store;

    private final LineLimits limits;

    private final LockListener listener;

    private final LockObserver observer;

    private final Gate gate = new Gate();

    private final InFlight inFlight = new InFlight();

    private final WaitingCalls calls = new WaitingCalls();

    private final OwnerTokens tokens = new OwnerTokens();

    private final PermitWarnings permitWarnings = new PermitWarnings();

    private final LongAdder handOvers = new LongAdder();

    private final LongAdder withdrawals = new LongAdder();

    private final ScheduledExecutorService scheduler;

    private final Signals signals;

    private final AsyncThreads threads;

    private final Hints hints;

    LockRuntime(LockStore store, LineLimits limits, List<LockListener> listeners, List<LockObserver> observers) {
        this(store, limits, listeners, observers, newScheduler());
    }

    /** @param scheduler ends with this */
    LockRuntime(
            LockStore store,
            LineLimits limits,
            List<LockListener> listeners,
            List<LockObserver> observers,
            ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        this.signals = new Signals(scheduler);
        this.threads = new AsyncThreads(scheduler);
        this.store = new GuardedStore(store);
        this.limits = limits;
        this.listener = new SafeListener(listeners);
        this.observer = Observers.of(observers);
        this.hints = new Hints(this.store);
    }

    LockStore store() {
        return store;
    }

    LineLimits limits() {
        return limits;
    }

    LockListener listener() {
        return listener;
    }

    LockObserver observer() {
        return observer;
    }

    /** Closed while nothing is granted. */
    Gate gate() {
        return gate;
    }

    InFlight inFlight() {
        return inFlight;
    }

    WaitingCalls calls() {
        return calls;
    }

    OwnerTokens tokens() {
        return tokens;
    }

    PermitWarnings permitWarnings() {
        return permitWarnings;
    }

    /** Locks passed from one call of this JVM to the next in one command. */
    LongAdder handOvers() {
        return handOvers;
    }

    /** Acquires and releases whose answer came late or never. */
    LongAdder withdrawals() {
        return withdrawals;
    }

    /** For short tasks that never block. */
    ScheduledExecutorService scheduler() {
        return scheduler;
    }

    Signals signals() {
        return signals;
    }

    AsyncThreads threads() {
        return threads;
    }

    Hints hints() {
        return hints;
    }

    @Override
    public void close() {
        hints.close();
        scheduler.shutdownNow();
        threads.close();
        signals.close();
    }

    private static ScheduledThreadPoolExecutor newScheduler() {
        ScheduledThreadPoolExecutor scheduler =
                new ScheduledThreadPoolExecutor(1, new DaemonThreads("lock-starter-scheduler"));
        scheduler.setKeepAliveTime(10, TimeUnit.SECONDS);
        scheduler.allowCoreThreadTimeOut(true);
        scheduler.setRemoveOnCancelPolicy(true);
        return scheduler;
    }
}
