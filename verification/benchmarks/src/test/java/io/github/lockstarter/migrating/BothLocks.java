package io.github.lockstarter.migrating;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;

/** For the release between: the old lock, and the new one inside it. */
public record BothLocks(Lock old, Lock replacement) implements Lock {

    @Override
    public void lock() {
        old.lock();
        try {
            replacement.lock();
        } catch (Throwable e) {
            old.unlock();
            throw e;
        }
    }

    @Override
    public void lockInterruptibly() throws InterruptedException {
        old.lockInterruptibly();
        try {
            replacement.lockInterruptibly();
        } catch (Throwable e) {
            old.unlock();
            throw e;
        }
    }

    @Override
    public boolean tryLock() {
        if (!old.tryLock()) {
            return false;
        }
        boolean both = false;
        try {
            both = replacement.tryLock();
            return both;
        } finally {
            if (!both) {
                old.unlock();
            }
        }
    }

    @Override
    public boolean tryLock(long time, TimeUnit unit) throws InterruptedException {
        if (!old.tryLock(time, unit)) {
            return false;
        }
        boolean both = false;
        try {
            both = replacement.tryLock(time, unit);
            return both;
        } finally {
            if (!both) {
                old.unlock();
            }
        }
    }

    @Override
    public void unlock() {
        try {
            replacement.unlock();
        } finally {
            old.unlock();
        }
    }

    @Override
    public Condition newCondition() {
        throw new UnsupportedOperationException("Two locks have no conditions.");
    }
}
