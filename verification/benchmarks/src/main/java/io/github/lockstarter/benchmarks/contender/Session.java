package io.github.lockstarter.benchmarks.contender;

/** One thread's use of one lock, turn about. */
public interface Session {

    /** Waits until the lock is held. */
    void acquire() throws Exception;

    /** Gives it back. */
    void release() throws Exception;
}
