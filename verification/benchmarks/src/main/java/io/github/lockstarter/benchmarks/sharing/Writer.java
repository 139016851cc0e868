package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contest.Window;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The thread that wants the key EXCLUSIVE from time to time. */
final class Writer {

    private static final long HOLD = TimeUnit.MILLISECONDS.toNanos(1);

    private final Locks locks;
    private final Inside inside;
    private final long every;
    private final List<Write> writes = new ArrayList<>();

    /** @param every from one acquire to the next, in nanoseconds; the first one comes after half of that */
    Writer(Locks locks, Inside inside, long every) {
        this.locks = locks;
        this.inside = inside;
        this.every = every;
    }

    List<Write> run(Window window) throws InterruptedException {
        for (long due = window.start() + every / 2; window.isOpen(due); due = nextAfter(due)) {
            Window.pauseUntil(due);
            long called = System.nanoTime();
            Locks.Held held = locks.acquire(Want.EXCLUSIVE);
            long entered = System.nanoTime();
            inside.enter(Want.EXCLUSIVE);
            Window.pauseUntil(entered + HOLD);
            inside.leave(Want.EXCLUSIVE);
            held.release();
            writes.add(new Write(entered - called, window.isOpen(entered)));
        }
        return writes;
    }

    /** One that has been missed is left out. */
    private long nextAfter(long due) {
        long next = due + every;
        while (next - System.nanoTime() < 0) {
            next += every;
        }
        return next;
    }
}
