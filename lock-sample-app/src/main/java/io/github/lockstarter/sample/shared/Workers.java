package io.github.lockstarter.sample.shared;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** The threads of races, stories and jobs. They end, interrupted, before the connections to Redis do. Thread-safe. */
@Component
public class Workers implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(Workers.class);

    private static final long END_LIMIT_SECONDS = 3;

    private final ExecutorService threads = Executors.newCachedThreadPool(task -> new Thread(task, "worker"));

    private volatile boolean running;

    /**
     * Runs the task on a thread of its own. What it throws is logged.
     *
     * @throws ApplicationEndsException if nothing is begun any more
     */
    public void execute(String name, Runnable task) {
        try {
            threads.execute(() -> run(name, task));
        } catch (RejectedExecutionException e) {
            throw new ApplicationEndsException();
        }
    }

    private void run(String name, Runnable task) {
        Thread.currentThread().setName(name);
        try {
            task.run();
        } catch (RuntimeException e) {
            if (running) {
                log.warn("The thread '{}' failed", name, e);
            } else {
                log.debug("The thread '{}' was broken off, because the application ends", name, e);
            }
        }
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        threads.shutdownNow();
        try {
            if (!threads.awaitTermination(END_LIMIT_SECONDS, TimeUnit.SECONDS)) {
                log.warn("A race, a story or a job did not end within {} s", END_LIMIT_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
