package io.github.lockstarter.quorum;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The one thread of a store, which ends after 10 s without work. What it runs must not block. Ends with {@link #close()}. */
final class Timer implements AutoCloseable {

    private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1, Timer::thread);

    Timer() {
        executor.setKeepAliveTime(10, TimeUnit.SECONDS);
        executor.allowCoreThreadTimeOut(true);
        executor.setRemoveOnCancelPolicy(true);
    }

    /**
     * Runs a task later; at once where there is no later any more.
     *
     * @return takes it back
     */
    Runnable after(long nanos, Runnable task) {
        try {
            Future<?> planned = executor.schedule(task, nanos, TimeUnit.NANOSECONDS);
            return () -> planned.cancel(false);
        } catch (RejectedExecutionException closed) {
            task.run();
            return () -> {};
        }
    }

    boolean isClosed() {
        return executor.isShutdown();
    }

    @Override
    public void close() {
        executor.shutdownNow();
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(null, task, "lock-starter-quorum", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(Timer.class.getClassLoader());
        return thread;
    }
}
