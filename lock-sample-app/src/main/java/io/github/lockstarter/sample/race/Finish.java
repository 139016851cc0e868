package io.github.lockstarter.sample.race;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Where a race ends before all bids are made: it was cancelled, or its time is up. Thread-safe. */
final class Finish {

    private final CountDownLatch called = new CountDownLatch(1);

    private final long timeIsUpAtNanos;

    Finish(long limitNanos) {
        this.timeIsUpAtNanos = System.nanoTime() + limitNanos;
    }

    void call() {
        called.countDown();
    }

    boolean isCalled() {
        return called.getCount() == 0 || isTimeUp();
    }

    boolean isTimeUp() {
        return System.nanoTime() - timeIsUpAtNanos >= 0;
    }

    /** @throws RaceOverException if the race is to end */
    void check() {
        if (isCalled()) {
            throw new RaceOverException();
        }
    }

    /**
     * Lets time pass, at most as much as the race has.
     *
     * @throws RaceOverException if the race is to end, or ends meanwhile
     */
    void pause(long millis) {
        try {
            if (millis > 0 && called.await(millis, TimeUnit.MILLISECONDS)) {
                throw new RaceOverException();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RaceOverException();
        }
        check();
    }
}
