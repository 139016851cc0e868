package io.github.lockstarter.redis;

import io.github.lockstarter.store.Subscription;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A subscription to one channel that is made again when somebody asks and it is found broken: after a second, and after more of
 * them, up to ten, where that was in vain.
 *
 * <p>Invariant: at most one attempt is under way, and after the close none succeeds.
 */
abstract class Resubscribing implements Subscription {

    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    private enum State {
        DOWN,
        CONNECTING,
        LISTENING,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.DOWN);

    private volatile long nextAttempt = System.nanoTime();

    private volatile long pause = SHORTEST;

    @Override
    public final boolean ensureListening() {
        State now = state.get();
        if (now == State.DOWN
                && System.nanoTime() - nextAttempt >= 0
                && state.compareAndSet(State.DOWN, State.CONNECTING)) {
            nextAttempt = System.nanoTime() + pause;
            pause = Math.min(2 * pause, LONGEST);
            connect();
        }
        return now == State.LISTENING;
    }

    @Override
    public final void close() {
        if (state.getAndSet(State.CLOSED) != State.CLOSED) {
            disconnect();
        }
    }

    final boolean isClosed() {
        return state.get() == State.CLOSED;
    }

    /** Messages come in from now on. */
    final boolean up() {
        boolean listening = state.compareAndSet(State.CONNECTING, State.LISTENING)
                || state.compareAndSet(State.DOWN, State.LISTENING);
        if (listening) {
            pause = SHORTEST;
        }
        return listening;
    }

    /** No messages come in, or may. */
    final void down() {
        if (!state.compareAndSet(State.LISTENING, State.DOWN)) {
            state.compareAndSet(State.CONNECTING, State.DOWN);
        }
    }

    /** Subscribes in the background, in place of what there was before; says up() or down() in the end. Never throws. */
    abstract void connect();

    /** Ends what there is. Never throws. */
    abstract void disconnect();
}
