package io.github.lockstarter.core;

import java.util.concurrent.ThreadLocalRandom;

/** How long one call goes on waiting: until its time is over, or its pauses of the retry delay are. Not thread-safe. */
final class Patience {

    /**
     * A pause between two attempts.
     *
     * @param counts whether the attempt after it is a retry. A pause that ends with the holder's ttl is none: that is when the
     *     lock is free, whoever gets it then
     */
    record Pause(long nanos, boolean counts) {}

    private final LockTerms terms;

    private final long end;

    private int pauses;

    /** @param began when the call began */
    Patience(LockTerms terms, long began) {
        this.terms = terms;
        this.end = began + terms.budget();
    }

    /** When its time is over. */
    long end() {
        return end;
    }

    boolean isOver() {
        return left() <= 0 || pauses >= terms.retries();
    }

    /**
     * How long to wait for the next attempt.
     *
     * @param longest a shorter one than the retry delay is no retry
     */
    Pause next(NotAcquired last, long longest) {
        long delay = terms.retryDelay();
        long drawn = Math.min(left(), delay - ThreadLocalRandom.current().nextLong(delay / 2 + 1));
        long sooner = Math.min(longest, last.expiresIn());
        return sooner < drawn ? new Pause(sooner, false) : new Pause(Math.max(0, drawn), true);
    }

    void paused(Pause pause) {
        if (pause.counts()) {
            pauses++;
        }
    }

    private long left() {
        return end - System.nanoTime();
    }
}
