package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Several listeners as one that never throws. */
final class SafeListener implements LockListener {

    private static final Logger log = LoggerFactory.getLogger(SafeListener.class);

    private final List<LockListener> listeners;

    SafeListener(List<LockListener> listeners) {
        this.listeners = List.copyOf(listeners);
    }

    @Override
    public void acquired(Lease lease, int attempts, long waitedNanos) {
        tell(listener -> listener.acquired(lease, attempts, waitedNanos));
    }

    @Override
    public void notAcquired(LockException failure) {
        tell(listener -> listener.notAcquired(failure));
    }

    @Override
    public void released(Lease lease) {
        tell(listener -> listener.released(lease));
    }

    @Override
    public void releaseUnanswered(Lease lease, Throwable cause) {
        tell(listener -> listener.releaseUnanswered(lease, cause));
    }

    @Override
    public void renewalUnanswered(Lease lease, Throwable cause) {
        tell(listener -> listener.renewalUnanswered(lease, cause));
    }

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        tell(listener -> listener.lost(lease, loss));
    }

    private void tell(Consumer<LockListener> event) {
        for (LockListener listener : listeners) {
            try {
                event.accept(listener);
            } catch (Throwable e) {
                log.warn("A lock listener failed, which changes nothing for the lock: {}", listener.getClass(), e);
            }
        }
    }
}
