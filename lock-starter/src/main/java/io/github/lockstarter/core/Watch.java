package io.github.lockstarter.core;

import java.util.Collection;
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
 * Looks at things when their times pass. Most leases end long before their deadlines, and most answers come long before they
 * are late, so a thing costs an entry in a set and no timer of its own: there is one look to come, at the earliest time that
 * was known when it was planned.
 *
 * <p>Invariant: whenever a thing is in the set, a look is planned for its time or earlier, or is under way and has not come
 * to it yet. A time that was moved back makes a look too early, which plans the next.
 */
final class Watch {

    private static final Logger log = LoggerFactory.getLogger(Watch.class);

    /** Looks are at least this far apart, however many times there are. */
    private static final long APART = TimeUnit.MILLISECONDS.toNanos(1);

    /** And this many times as far apart as they take: looking is that part of a core's time at most. */
    private static final int SHARE = 20;

    private static final long AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

    private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

    private final ScheduledExecutorService scheduler;

    private final ReentrantLock planning = new ReentrantLock();

    private volatile @Nullable Look next;

    Watch(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
    }

    /** To be called again when the next time is earlier than was said before. */
    void watch(Watched one, long time) {
        watched.add(one);
        lookAt(time);
    }

    void forget(Watched one) {
        watched.remove(one);
    }

    /** What is watched at the moment. */
    Collection<Watched> all() {
        return watched;
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
            log.debug("No look any more: the locks are closed");
        } catch (Throwable e) {
            log.warn("A look could not be planned; the next thing to be watched plans one", e);
        } finally {
            planning.unlock();
        }
    }

    private boolean isPlannedBy(long time) {
        Look planned = next;
        return planned != null && planned.time - time <= 0;
    }

    private void lookAtAll() {
        long began = System.nanoTime();
        Long earliest = null;
        for (Watched one : watched) {
            Long time = lookAt(one);
            if (time == null) {
                watched.remove(one);
            } else if (earliest == null || time - earliest < 0) {
                earliest = time;
            }
        }
        if (earliest != null) {
            long now = System.nanoTime();
            long soonest = now + Math.max(APART, SHARE * (now - began));
            lookAt(earliest - soonest < 0 ? soonest : earliest);
        }
    }

    /** @return when to look again; null: never */
    private static @Nullable Long lookAt(Watched one) {
        try {
            return one.nextLook();
        } catch (Throwable e) {
            log.warn("Looking at {} failed", one, e);
            return System.nanoTime() + AFTER_FAILURE;
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
