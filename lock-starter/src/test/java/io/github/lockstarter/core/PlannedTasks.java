package io.github.lockstarter.core;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** A scheduler that runs at once what is to be done at once, and of what is to be done later only takes note. */
final class PlannedTasks extends ScheduledThreadPoolExecutor {

    /** @param delay in nanoseconds */
    record Planned(Runnable task, long delay, ScheduledFuture<?> future) {}

    private final List<Planned> planned = new ArrayList<>();

    PlannedTasks() {
        super(1);
    }

    /** What is planned and was not cancelled. */
    List<Planned> planned() {
        return planned.stream().filter(one -> !one.future().isCancelled()).toList();
    }

    /** Does what is planned next. */
    void runNext() {
        Planned next = planned().get(0);
        planned.remove(next);
        next.task().run();
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        if (isShutdown()) {
            throw new RejectedExecutionException("ended");
        }
        ScheduledFuture<?> never = super.schedule(() -> {}, 1, TimeUnit.DAYS);
        planned.add(new Planned(task, unit.toNanos(delay), never));
        return never;
    }

    @Override
    public void execute(Runnable task) {
        task.run();
    }
}
