package io.github.lockstarter.core;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Interrupts the thread of one call, if at all then once.
 *
 * <p>Invariant: the interrupt is sent under the guard and only while the call runs, and the call takes it off its thread under
 * the guard when it is over. So it never reaches what the thread does next. Where calls are nested, and the inner one takes
 * off what was also meant for the outer one, it is sent again.
 */
final class Interruption {

    private enum State {
        RUNNING,
        /** The lease is lost; not sent yet, or not as long as another's interrupt is there, which is not ours to take off. */
        WANTED,
        SENT,
        /** The call is told by an exception instead. */
        TOLD,
        OVER
    }

    private static final ThreadLocal<Interruption> INNERMOST = new ThreadLocal<>();

    private static final long AGAIN = TimeUnit.MILLISECONDS.toNanos(2);

    private final Thread thread = Thread.currentThread();

    private final @Nullable Interruption outer = INNERMOST.get();

    private final ReentrantLock guard = new ReentrantLock();

    private State state = State.RUNNING;

    /** For a call on this thread, which {@link #end ends} it. */
    Interruption() {
        INNERMOST.set(this);
    }

    /** @param signals what sends it: an interrupt may block, where the thread is in a channel that it closes */
    void demand(Signals signals) {
        guard.lock();
        try {
            if (state != State.RUNNING) {
                return;
            }
            state = State.WANTED;
        } finally {
            guard.unlock();
        }
        if (Thread.currentThread() != thread || !isDealtWith()) {
            signals.raise(this::send);
        }
    }

    /** The call gets an exception: what it leads to should not meet an interrupt. Does nothing on another thread. */
    void told() {
        if (Thread.currentThread() != thread) {
            return;
        }
        guard.lock();
        try {
            takeOffIfSent();
            state = State.TOLD;
        } finally {
            guard.unlock();
        }
    }

    /**
     * To be called on the thread itself, when the call is over.
     *
     * @return whether it was interrupted, or was about to be
     */
    boolean end() {
        guard.lock();
        try {
            takeOffIfSent();
            return state != State.RUNNING;
        } finally {
            state = State.OVER;
            guard.unlock();
            leave();
        }
    }

    private void leave() {
        if (outer == null) {
            INNERMOST.remove();
        } else {
            INNERMOST.set(outer);
            outer.sendAgain();
        }
    }

    private void takeOffIfSent() {
        if (state == State.SENT) {
            // Whether the flag is still set says only whether the method took notice of it.
            boolean unused = Thread.interrupted();
        }
    }

    private void send() {
        while (!isDealtWith() && !Thread.currentThread().isInterrupted()) {
            LockSupport.parkNanos(AGAIN);
        }
    }

    private boolean isDealtWith() {
        guard.lock();
        try {
            if (state == State.WANTED && !thread.isInterrupted()) {
                state = State.SENT;
                thread.interrupt();
            }
            return state != State.WANTED;
        } finally {
            guard.unlock();
        }
    }

    private void sendAgain() {
        guard.lock();
        try {
            if (state == State.SENT) {
                thread.interrupt();
            }
        } finally {
            guard.unlock();
        }
    }
}
