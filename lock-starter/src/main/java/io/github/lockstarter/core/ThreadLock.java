package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** A lock of a template as {@link Lock} has it: see {@link io.github.lockstarter.LockOperations#asLock}. Thread-safe; it has no state. */
final class ThreadLock implements Lock {

    /** One who waits without an end asks anew after this, and so hears of a store that does not answer. */
    private static final Duration ROUND = Duration.ofMinutes(1);

    private static final Duration LONGEST = Duration.ofHours(24);

    private final LockRequest request;

    private final ThreadHolds holds;

    ThreadLock(LockRequest request, ThreadHolds holds) {
        this.request = request;
        this.holds = holds;
    }

    @Override
    public void lock() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    awaitLock();
                    return;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        requireNotInterrupted();
        awaitLock();
    }

    @Override
    public boolean tryLock() {
        boolean interrupted = Thread.interrupted();
        try {
            return tryLockFor(Duration.ZERO);
        } catch (InterruptedException e) {
            interrupted = true;
            return false;
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        requireNotInterrupted();
        Duration wait = Duration.ofNanos(Math.max(0, unit.toNanos(time)));
        return tryLockFor(wait.compareTo(LONGEST) < 0 ? wait : LONGEST);
    }

    @Override
    public void unlock() {
        LeaseLostException loss = holds.exit(request);
        if (loss != null) {
            throw loss;
        }
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("A lock in a store has no conditions.");
    }

    private void awaitLock() throws InterruptedException {
        while (true) {
            try {
                enter(ROUND);
                return;
            } catch (LockNotAcquiredException stillBusy) {
                requireNotInterrupted();
            }
        }
    }

    private boolean tryLockFor(Duration wait) throws InterruptedException {
        try {
            enter(wait);
            return true;
        } catch (LockNotAcquiredException | NotAsStrictException refused) {
            return false;
        }
    }

    private void enter(Duration wait) throws InterruptedException {
        try {
            holds.enter(request.retries(wait.isZero() ? 0 : Integer.MAX_VALUE).waitTime(wait));
        } catch (LockInterruptedException e) {
            Thread.interrupted();
            InterruptedException interrupted = new InterruptedException(e.getMessage());
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    private static void requireNotInterrupted() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public String toString() {
        return "Lock[name=" + request.name() + ", keys=" + request.keys() + ", mode=" + request.mode() + ", permits="
                + request.permits() + "]";
    }
}
