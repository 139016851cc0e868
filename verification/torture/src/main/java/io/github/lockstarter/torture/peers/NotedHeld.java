package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.worker.Held;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * A lock of a library that does not tell until when it lasts, as its most cautious user has it: who noted the time before the
 * call, and believes in the lock for its ttl from then, less 1 % and 2 ms for what clocks and timers may be off.
 */
final class NotedHeld implements Held {

    private static final long SLACK = TimeUnit.MILLISECONDS.toNanos(2);

    private final long deadline;
    private final long fencingToken;
    private final Release release;

    /** Gives a lock back. */
    @FunctionalInterface
    interface Release {

        void run() throws Exception;
    }

    /**
     * @param noted {@link System#nanoTime()} before the call
     * @param fencingToken 0: there are none
     */
    NotedHeld(long noted, Duration ttl, long fencingToken, Release release) {
        this.deadline = noted + ttl.toNanos() - ttl.toNanos() / 100 - SLACK;
        this.fencingToken = fencingToken;
        this.release = release;
    }

    @Override
    public long fencingToken() {
        return fencingToken;
    }

    @Override
    public long deadline() {
        return isValid() ? deadline : 0;
    }

    @Override
    public boolean isValid() {
        return System.nanoTime() - deadline < 0;
    }

    /** Whatever is thrown tells that the lock may not have been held any more, which its deadline tells as well. */
    @Override
    public void release() {
        try {
            release.run();
        } catch (Exception | Error e) {
            // Nothing is left to be done for it.
        }
    }
}
