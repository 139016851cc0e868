package io.github.lockstarter.torture.worker;

import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Looks for what is left in a worker once its application is closed. */
final class Leftovers {

    /** Threads need a moment to end. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(3);

    private Leftovers() {}

    static void tell(Journal journal) {
        long end = System.nanoTime() + PATIENCE;
        while (System.nanoTime() - end < 0 && (threads("lock-starter") > 0 || threads("lettuce") > 0)) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        journal.done(threads("lock-starter"), threads("lettuce"));
    }

    private static int threads(String prefix) {
        Set<Thread> all = Thread.getAllStackTraces().keySet();
        return (int) all.stream()
                .filter(thread -> thread.getName().startsWith(prefix))
                .count();
    }
}
