package io.github.lockstarter.core;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where calls go on that no thread waits for. Our steps, none of which blocks, on a few threads of their own: neither the
 * caller's thread nor the store's is kept by them. What is not ours, callbacks and whoever waits for a result, on as many
 * threads as run at the moment. Idle ones end after 10 s, {@link #close()} ends all.
 */
final class AsyncThreads implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(AsyncThreads.class);

    private static final int STEPS = 2;

    private final ThreadPoolExecutor steps = new ThreadPoolExecutor(
            STEPS, STEPS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), new DaemonThreads("lock-starter-step"));

    private final ThreadPoolExecutor calls = new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            new DaemonThreads("lock-starter-call"));

    private final Set<Later> pending = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    private final ScheduledExecutorService scheduler;

    AsyncThreads(ScheduledExecutorService scheduler) {
        this.scheduler = scheduler;
        steps.allowCoreThreadTimeOut(true);
    }

    /** Never throws: where there is no thread for it, or once they were ended, it is done here. */
    void step(Runnable step) {
        Step once = new Step(step);
        try {
            steps.execute(once);
        } catch (Throwable e) {
            once.run();
        }
    }

    /** Never throws: when the locks are closed, it is done at once. To be short. */
    Later later(Runnable task, long nanos) {
        Later later = new Later(task);
        pending.add(later);
        try {
            later.planned = scheduler.schedule(later, nanos, TimeUnit.NANOSECONDS);
        } catch (Throwable shuttingDown) {
            later.run();
        }
        if (closed) {
            later.run();
        }
        return later;
    }

    /** Runs what is not ours, where there is a thread for it. Never throws. */
    void call(Runnable notOurs) {
        try {
            calls.execute(notOurs);
        } catch (Throwable noThread) {
            notOurs.run();
        }
    }

    /** For what is not ours. Refuses once it was closed. */
    Executor calls() {
        return calls;
    }

    /** What was to be done later is done now: nobody waits for what does not come any more. */
    @Override
    public void close() {
        closed = true;
        pending.forEach(Later::run);
        steps.shutdown();
        calls.shutdown();
    }

    /** Is done once, though it may have been queued before it was refused. */
    private static final class Step implements Runnable {

        private final AtomicBoolean done = new AtomicBoolean();

        private final Runnable step;

        Step(Runnable step) {
            this.step = step;
        }

        @Override
        public void run() {
            if (!done.compareAndSet(false, true)) {
                return;
            }
            try {
                step.run();
            } catch (Throwable e) {
                log.error("A step of a call failed, which is a bug of lock-starter: the call may not end", e);
            }
        }
    }

    /** Something to be done at a later time, once, unless it is cancelled before. */
    final class Later implements Runnable {

        private final Runnable task;

        private volatile @Nullable Future<?> planned;

        private Later(Runnable task) {
            this.task = task;
        }

        @Override
        public void run() {
            if (pending.remove(this)) {
                task.run();
            }
        }

        void cancel() {
            Future<?> plan = planned;
            if (pending.remove(this) && plan != null) {
                plan.cancel(false);
            }
        }
    }
}
