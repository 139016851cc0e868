package io.github.lockstarter.core;

import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.LockStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What endangers the locks of a store: asked once at start-up, again only until the store answers, and said once, as a warning each.
 * Thread-safe. Owns a thread until there is an answer, or until {@link #close()}.
 */
public final class DangerReport implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(DangerReport.class);

    private static final Duration UNTIL_ASKED_AGAIN = Duration.ofSeconds(10);

    private final LockStore store;

    private final Duration pause;

    private final ScheduledThreadPoolExecutor executor =
            new ScheduledThreadPoolExecutor(1, new DaemonThreads("lock-starter-dangers"));

    private volatile List<Danger> found = List.of();

    /**
     * Asks nothing before {@link #start()}.
     *
     * @param store what is asked
     */
    public DangerReport(LockStore store) {
        this(store, UNTIL_ASKED_AGAIN);
    }

    /** @param pause between two questions */
    DangerReport(LockStore store, Duration pause) {
        this.store = new GuardedStore(store);
        this.pause = pause;
    }

    /** Asks, in the background. */
    public void start() {
        after(Duration.ZERO);
    }

    /** {@return what was found; nothing before the store has answered} */
    public List<Danger> found() {
        return found;
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private void ask() {
        store.dangers().whenComplete((dangers, failure) -> {
            if (failure != null) {
                log.debug("Not known yet what endangers the locks: {}", failure.toString());
                after(pause);
                return;
            }
            dangers.forEach(danger -> log.warn("Locks are in danger: {}", danger));
            found = List.copyOf(dangers);
            executor.shutdown();
        });
    }

    private void after(Duration time) {
        try {
            executor.schedule(this::ask, time.toNanos(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            log.debug("Not asked any more what endangers the locks");
        }
    }
}
