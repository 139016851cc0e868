package io.github.lockstarter.benchmarks.sharing;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Who is inside, counted in memory. Whoever enters is counted before looking at the others, so that of two who must not meet at least
 * one sees the other.
 */
final class Inside {

    private final AtomicInteger sharing = new AtomicInteger();
    private final AtomicInteger alone = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private final AtomicInteger breaches = new AtomicInteger();
    private final int limit;

    /** @param limit how many may share */
    Inside(int limit) {
        this.limit = limit;
    }

    void enter(Want want) {
        if (want == Want.EXCLUSIVE) {
            count(alone.incrementAndGet() > 1 || sharing.get() > 0);
        } else {
            int now = sharing.incrementAndGet();
            count(now > limit || alone.get() > 0);
            if (now > most.get()) {
                most.accumulateAndGet(now, Math::max);
            }
        }
    }

    void leave(Want want) {
        (want == Want.EXCLUSIVE ? alone : sharing).decrementAndGet();
    }

    /** Of those who share, at once. */
    int most() {
        return most.get();
    }

    /** How often somebody met one whom the lock should have kept away. */
    int breaches() {
        return breaches.get();
    }

    private void count(boolean breach) {
        if (breach) {
            breaches.incrementAndGet();
        }
    }
}
