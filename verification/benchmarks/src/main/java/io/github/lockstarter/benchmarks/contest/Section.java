package io.github.lockstarter.benchmarks.contest;

/**
 * One turn at a lock, by {@link System#nanoTime()}.
 *
 * @param thread a number among all threads of a run, whatever their JVM
 * @param called acquire was called
 * @param entered acquire had returned
 * @param leaving release was called
 * @param left release had returned
 */
public record Section(int jvm, int thread, long called, long entered, long leaving, long left) {

    public long waited() {
        return entered - called;
    }

    /** What the lock took from the caller: acquire and release. */
    public long cost() {
        return entered - called + (left - leaving);
    }
}
