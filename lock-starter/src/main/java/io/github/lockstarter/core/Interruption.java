package io.github.lockstarter.core;

import java.util.concurrent.locks.ReentrantLock;

/**
 * Interrupts the thread of one call, if at all then once.
 *
 * <p>Invariant: the interrupt is sent under the guard and only while the call runs, and the call takes it off its thread under
 * the guard when it is over. So it never reaches what the thread does next.
 */
final class Interruption {

    private enum State {
        RUNNING,
        INTERRUPTED,
        OVER
    }

    private final Thread thread = Thread.currentThread();

    private final ReentrantLock guard = new ReentrantLock();

    private State state = State.RUNNING;

    /** An interrupt that is there already is another's: it does what ours would, and it is not ours to take off. */
    void interrupt() {
        guard.lock();
        try {
            if (state == State.RUNNING && !thread.isInterrupted()) {
                state = State.INTERRUPTED;
                thread.interrupt();
            }
        } finally {
            guard.unlock();
        }
    }

    /**
     * To be called on the thread itself, when the call is over.
     *
     * @return whether it was interrupted
     */
    boolean endAndTakeOff() {
        guard.lock();
        try {
            boolean ours = state == State.INTERRUPTED;
            state = State.OVER;
            if (ours) {
                // Whether the flag is still set says only whether the method took notice of it.
                boolean unused = Thread.interrupted();
            }
            return ours;
        } finally {
            guard.unlock();
        }
    }
}
