package io.github.lockstarter.process;

import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * What is left to do when this JVM exits. One shutdown hook does it, newest first, because hooks of their own would run
 * at the same time and a directory could go before the process that writes to it.
 */
final class ExitTasks {
    private static final Deque<Runnable> TASKS = new ConcurrentLinkedDeque<>();

    static {
        Runtime.getRuntime().addShutdownHook(new Thread(ExitTasks::runAll, "process-exit-tasks"));
    }

    private ExitTasks() {}

    static void add(Runnable task) {
        TASKS.addLast(task);
    }

    /** Forgets the very object that was added; does nothing if it is not there. */
    static void remove(Runnable task) {
        TASKS.remove(task);
    }

    private static void runAll() {
        for (Runnable task = TASKS.pollLast(); task != null; task = TASKS.pollLast()) {
            try {
                task.run();
            } catch (RuntimeException e) {
                // Loggers may be shut down already, and the tasks that are left must still run.
                System.err.println("Not cleaned up at exit: " + e.getMessage());
            }
        }
    }
}
