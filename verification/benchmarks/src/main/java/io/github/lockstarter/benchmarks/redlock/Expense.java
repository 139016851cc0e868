package io.github.lockstarter.benchmarks.redlock;

import java.lang.management.ManagementFactory;

/**
 * What this JVM has used so far.
 *
 * @param cpuNanos of all its threads
 * @param allocated bytes, by those threads that are live
 */
record Expense(long cpuNanos, long allocated) {

    private static final com.sun.management.OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class);

    private static final com.sun.management.ThreadMXBean THREADS =
            ManagementFactory.getPlatformMXBean(com.sun.management.ThreadMXBean.class);

    static Expense now() {
        long allocated = 0;
        for (long each : THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds())) {
            allocated += Math.max(0, each);
        }
        return new Expense(SYSTEM.getProcessCpuTime(), allocated);
    }

    Expense since(Expense before) {
        return new Expense(cpuNanos - before.cpuNanos, allocated - before.allocated);
    }
}
