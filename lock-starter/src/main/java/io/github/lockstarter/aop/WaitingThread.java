package io.github.lockstarter.aop;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** Runs tasks on a thread that waits for them; once it waits no more, on the common pool. */
final class WaitingThread implements Executor {

    private final BlockingQueue<Runnable> tasks = new LinkedBlockingQueue<>();

    private volatile boolean over;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
        if (over && tasks.remove(task)) {
            ForkJoinPool.commonPool().execute(task);
        }
    }

    /** To be called once, on the thread itself; then {@link #leave()}. */
    void runUntil(BooleanSupplier done) throws InterruptedException {
        while (!done.getAsBoolean()) {
            // Woken now and then: what it waits for may come about without a task.
            Runnable task = tasks.poll(100, TimeUnit.MILLISECONDS);
            if (task != null) {
                task.run();
            }
        }
    }

    /** It waits no more. */
    void leave() {
        over = true;
        Runnable left = tasks.poll();
        while (left != null) {
            ForkJoinPool.commonPool().execute(left);
            left = tasks.poll();
        }
    }
}
