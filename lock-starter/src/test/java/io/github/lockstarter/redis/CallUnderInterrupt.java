package io.github.lockstarter.redis;

import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A locked call on a thread of its own that is interrupted while it waits for the lock, or while it holds it. */
final class CallUnderInterrupt {

    private final LockOperations locks;

    private final LockRequest request;

    private final AtomicInteger flagsKept;

    private final AtomicInteger ended;

    private final boolean waiting;

    private volatile boolean holding;

    CallUnderInterrupt(
            LockOperations locks, LockRequest request, AtomicInteger flagsKept, AtomicInteger ended, boolean waiting) {
        this.locks = locks;
        this.request = request;
        this.flagsKept = flagsKept;
        this.ended = ended;
        this.waiting = waiting;
    }

    void runAndInterruptAfter(long nanos) throws InterruptedException {
        Thread thread = new Thread(this::call, "call-under-interrupt");
        thread.start();
        while (!waiting && !holding) {
            Thread.onSpinWait();
        }
        LockSupport.parkNanos(nanos);
        thread.interrupt();
        thread.join(10_000);
    }

    private void call() {
        try {
            locks.execute(request, lease -> {
                holding = true;
                while (!Thread.currentThread().isInterrupted()) {
                    LockSupport.parkNanos(100_000);
                }
                return null;
            });
            if (!waiting) {
                ended.incrementAndGet();
            }
        } catch (LockInterruptedException e) {
            if (waiting) {
                ended.incrementAndGet();
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            flagsKept.incrementAndGet();
        }
    }
}
