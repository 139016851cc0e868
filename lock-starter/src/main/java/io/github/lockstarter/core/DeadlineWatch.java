package io.github.lockstarter.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at every lease when its deadline passes. Most leases end long before theirs, so a lease costs an entry in a set and
 * no timer of its own: there is one look to come, at the earliest deadline that was known when it was planned.
 *
 * <p>Invariant: whenever a lease is in the set, a look is planned for its deadline or earlier, or is under way and has not
 * come to it yet. A deadline that was moved back makes a look too early, which plans the next.
 */
final class DeadlineWatch {

    private static final Logger log = LoggerFactory.getLogger(DeadlineWatch.class);

    /** Looks are at least this far apart, however many deadlines there are. */
    private static final long APART = TimeUnit.MILLISECONDS.toNanos(1);

    private final Set<HeldLease> leases = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService scheduler;

    private final ReentrantLock planning = new ReentrantLock();

    private volatile @Nullable Look next;

    DeadlineWatch(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    void watch(HeldLease lease, long deadline) {
        leases.add(lease);
        lookAt(deadline);
    }

    void forget(HeldLease lease) {
        leases.remove(lease);
    }

    private void lookAt(long time) {
        if (isPlannedBy(time)) {
            return;
        }
        planning.lock();
        try {
            if (!isPlannedBy(time)) {
                Look look = new Look(time);
                look.task = scheduler.schedule(look, time - System.nanoTime(), TimeUnit.NANOSECONDS);
                Look later = next;
                next = look;
                if (later != null && later.task != null) {
                    later.task.cancel(false);
                }
            }
        } catch (RejectedExecutionException shuttingDown) {
            log.debug("No look at deadlines any more: the locks are closed");
        } finally {
            planning.unlock();
        }
    }

    private boolean isPlannedBy(long time) {
        Look planned = next;
        return planned != null && planned.time - time <= 0;
    }

    private void lookAtAll() {
        Long earliest = null;
        for (HeldLease lease : leases) {
            Long deadline = lookAt(lease);
            if (deadline == null) {
                leases.remove(lease);
            } else if (earliest == null || deadline - earliest < 0) {
                earliest = deadline;
            }
        }
        if (earliest != null) {
            long soonest = System.nanoTime() + APART;
            lookAt(earliest - soonest < 0 ? soonest : earliest);
        }
    }

    /** @return when to look again; null: never */
    private static @Nullable Long lookAt(HeldLease lease) {
        try {
            return lease.deadline();
        } catch (Throwable e) {
            log.warn("Looking at the deadline of {} failed", lease, e);
            return null;
        }
    }

    /** A look to come, or under way. */
    private final class Look implements Runnable {

        private final long time;

        /** Guarded by planning. */
        private @Nullable ScheduledFuture<?> task;

        Look(long time) {
            this.time = time;
        }

        @Override
        public void run() {
            planning.lock();
            try {
                if (next == this) {
                    next = null;
                }
            } finally {
                planning.unlock();
            }
            lookAtAll();
        }
    }
}
