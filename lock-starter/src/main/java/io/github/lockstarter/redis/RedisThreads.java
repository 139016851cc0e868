package io.github.lockstarter.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads of a store: at most 16, and one for what is to be done later; idle ones end after 10 s. A task beyond 10,000 that
 * wait is refused.
 */
final class RedisThreads implements AutoCloseable {

    private static final int MOST = 16;

    private static final int MOST_WAITING = 10_000;

    private final AtomicInteger number = new AtomicInteger();

    private final ThreadPoolExecutor pool = new ThreadPoolExecutor(
            MOST, MOST, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(MOST_WAITING), this::thread);

    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(1, task -> thread("lock-starter-redis-timer", task));

    RedisThreads() {
        pool.allowCoreThreadTimeOut(true);
        timer.setKeepAliveTime(10, TimeUnit.SECONDS);
        timer.allowCoreThreadTimeOut(true);
    }

    /** Runs a task on one of the threads later, which gives an answer: as {@link #execute} does. */
    void later(Runnable task, long nanos, CompletableFuture<?> answer) {
        try {
            timer.schedule(() -> execute(task, answer), nanos, TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException closed) {
            answer.completeExceptionally(Failures.notSent(closed, ""));
        }
    }

    /** Runs a task that gives an answer, which fails as not sent where there is no thread for it. */
    void execute(Runnable task, CompletableFuture<?> answer) {
        try {
            pool.execute(task);
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(Failures.notSent(e, ""));
        }
    }

    @Override
    public void close() {
        timer.shutdownNow();
        pool.shutdownNow();
    }

    private Thread thread(Runnable task) {
        return thread("lock-starter-redis-" + number.incrementAndGet(), task);
    }

    /** A thread that keeps nothing of the call that happens to start it, and no JVM from ending. */
    static Thread thread(String name, Runnable task) {
        Thread thread = new Thread(null, task, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(RedisThreads.class.getClassLoader());
        return thread;
    }
}
