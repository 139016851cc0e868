package io.github.lockstarter.redis;

import io.github.lockstarter.store.Subscription;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A subscription to one channel that is made again when somebody asks and it is found broken: after a second, and after more of
 * them, up to ten, where that was in vain. One that has been silent for ten seconds when somebody asks has to answer within
 * another: a connection can be gone without anybody being told. Nor is an attempt waited for longer than that.
 *
 * <p>Invariant: at most one attempt is under way, and after the close none succeeds.
 */
abstract class Resubscribing implements Subscription {

    private static final long SHORTEST = TimeUnit.SECONDS.toNanos(1);

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration ANSWER = Duration.ofSeconds(1);

    private enum State {
        DOWN,
        CONNECTING,
        LISTENING,
        /** Listening, as far as is known: it has been asked for an answer. */
        ASKED,
        CLOSED
    }

    private final AtomicReference<State> state = new AtomicReference<>(State.DOWN);

    private final long silence;

    private final long answer;

    private volatile long nextAttempt = System.nanoTime();

    private volatile long pause = SHORTEST;

    private volatile long heard;

    private volatile long asked;

    Resubscribing() {
        this(SILENCE, ANSWER);
    }

    Resubscribing(Duration silence, Duration answer) {
        this.silence = silence.toNanos();
        this.answer = answer.toNanos();
    }

    @Override
    public final boolean ensureListening() {
        State now = state.get();
        long time = System.nanoTime();
        if (now == State.DOWN && time - nextAttempt >= 0) {
            asked = time;
            if (state.compareAndSet(now, State.CONNECTING)) {
                nextAttempt = time + pause;
                pause = Math.min(2 * pause, LONGEST);
                connect();
            }
        } else if (now == State.CONNECTING && time - asked >= silence) {
            // What was asked then has not been answered, and never need be.
            state.compareAndSet(now, State.DOWN);
        } else if (now == State.LISTENING && time - heard >= silence) {
            asked = time;
            if (state.compareAndSet(now, State.ASKED)) {
                ping();
            }
        } else if (now == State.ASKED && time - asked >= answer) {
            return !state.compareAndSet(now, State.DOWN) && isListening();
        }
        return isListening();
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

    private boolean isListening() {
        State now = state.get();
        return now == State.LISTENING || now == State.ASKED;
    }

    /** @return whether messages come in from now on */
    final boolean up() {
        heard();
        State now = state.get();
        while (now != State.LISTENING && now != State.CLOSED) {
            if (state.compareAndSet(now, State.LISTENING)) {
                pause = SHORTEST;
                return true;
            }
            now = state.get();
        }
        return now == State.LISTENING;
    }

    /** Something came in. */
    final void heard() {
        heard = System.nanoTime();
        state.compareAndSet(State.ASKED, State.LISTENING);
    }

    /** No messages come in, or may. */
    final void down() {
        State now = state.get();
        while (now != State.CLOSED && !state.compareAndSet(now, State.DOWN)) {
            now = state.get();
        }
    }

    /** Subscribes in the background, in place of what there was before; says up() or down() in the end. Never throws. */
    abstract void connect();

    /** Makes the server answer, which heard() is told. Never throws. */
    abstract void ping();

    /** Ends what there is. Never throws. */
    abstract void disconnect();
}
