package io.github.lockstarter.core;

import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

/** Threads that keep nothing of the call that happens to start them, and no JVM from ending. */
final class DaemonThreads implements ThreadFactory {

    private final AtomicInteger number = new AtomicInteger();

    private final String name;

    /** @param name what their names begin with */
    DaemonThreads(String name) {
        this.name = name;
    }

    @Override
    public Thread newThread(Runnable task) {
        Thread thread = new Thread(null, task, name + "-" + number.incrementAndGet(), 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(DaemonThreads.class.getClassLoader());
        return thread;
    }
}
