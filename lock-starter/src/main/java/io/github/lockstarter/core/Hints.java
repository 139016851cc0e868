package io.github.lockstarter.core;

import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The store's hints: asked for once, when somebody has to wait for another JVM for the first time. Never throws, whatever the
 * store does: nobody depends on hints.
 */
final class Hints implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Hints.class);

    private enum State {
        NOT_ASKED,
        ASKED,
        CLOSED
    }

    private final LockStore store;

    private final AtomicReference<State> state = new AtomicReference<>(State.NOT_ASKED);

    private volatile @Nullable Subscription subscription;

    Hints(LockStore store) {
        this.store = store;
    }

    /** Asks for them, if nobody has yet. */
    void ask(String instance, WakeListener listener) {
        if (!state.compareAndSet(State.NOT_ASKED, State.ASKED)) {
            return;
        }
        try {
            subscription = store.onWake(instance, listener);
        } catch (Throwable e) {
            log.warn("The store gives no hints: those who wait for other JVMs look by themselves", e);
        }
        if (state.get() == State.CLOSED) {
            end();
        } else if (comeIn()) {
            listener.listening();
        }
    }

    boolean areAsked() {
        return state.get() != State.NOT_ASKED;
    }

    /** Whether they come in at the moment. */
    boolean comeIn() {
        Subscription present = subscription;
        try {
            return present != null && present.ensureListening();
        } catch (Throwable e) {
            log.debug("The store's hints failed: {}", e.toString());
            return false;
        }
    }

    @Override
    public void close() {
        state.set(State.CLOSED);
        end();
    }

    private void end() {
        Subscription present = subscription;
        if (present != null) {
            try {
                present.close();
            } catch (Throwable e) {
                log.warn("The subscription to the store's hints could not be closed", e);
            }
        }
    }
}
