package io.github.lockstarter.core;

import java.util.concurrent.ThreadLocalRandom;

/** How long one call goes on waiting: until its time is over, or its pauses of the retry delay are. Not thread-safe. */
final class Patience {

    /**
     * A pause between two attempts.
     *
     * @param counts whether it is part of a retry delay. One that ends with the holder's ttl is not: that is when the lock is
     *     free, whoever gets it then
     */
    record Pause(long nanos, boolean counts) {}

    private final LockTerms terms;

    private final long end;

    /** What is left of the retry delay that was drawn last. */
    private long delay;

    /** Retry delays that are over: what is counted as retries. */
    private int retries;

    /** @param began when the call began */
    Patience(LockTerms terms, long began) {
        this.terms = terms;
        this.end = began + terms.budget();
    }

    boolean isOver() {
        return left() <= 0 || retries >= terms.retries();
    }

    /**
     * How long to wait for the next attempt.
     *
     * @param longest a retry delay that is longer goes on in the next pause
     */
    Pause next(NotAcquired last, long longest) {
        if (delay <= 0) {
            long whole = terms.retryDelay();
            delay = whole - ThreadLocalRandom.current().nextLong(whole / 2 + 1);
        }
        long pause = Math.max(0, Math.min(Math.min(delay, longest), left()));
        return last.expiresIn() < pause ? new Pause(last.expiresIn(), false) : new Pause(pause, true);
    }

    void paused(Pause pause) {
        if (pause.counts()) {
            delay -= pause.nanos();
            if (delay <= 0) {
                retries++;
            }
        }
    }

    private long left() {
        return end - System.nanoTime();
    }
}
