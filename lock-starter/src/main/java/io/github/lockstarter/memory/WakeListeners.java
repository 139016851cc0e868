package io.github.lockstarter.memory;

import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Who hears of what becomes of which tokens, and what is to be told them once the store's lock is free. Thread-safe. */
final class WakeListeners {

    private final Map<String, WakeListener> listeners = new ConcurrentHashMap<>();

    /** For whom a lock was reserved. */
    private final Queue<OwnerToken> toWake = new ConcurrentLinkedQueue<>();

    /** Whose lock was released by force. */
    private final Queue<OwnerToken> toTell = new ConcurrentLinkedQueue<>();

    Subscription add(String instance, WakeListener listener) {
        listeners.put(instance, listener);
        return new Listening(listeners, instance, listener);
    }

    void wake(OwnerToken token) {
        toWake.add(token);
    }

    void tellOfForce(OwnerToken token) {
        toTell.add(token);
    }

    /** Tells what there is to tell. Not to be called while the store's lock is held: those who are told may ask the store. */
    void deliver() {
        for (OwnerToken token = toWake.poll(); token != null; token = toWake.poll()) {
            WakeListener listener = token.isDeaf() ? null : listeners.get(token.instance());
            if (listener != null) {
                listener.woken(token);
            }
        }
        for (OwnerToken token = toTell.poll(); token != null; token = toTell.poll()) {
            WakeListener listener = listeners.get(token.instance());
            if (listener != null) {
                listener.forceReleased(token);
            }
        }
    }

    /** Listening from the beginning until it is closed. */
    private record Listening(Map<String, WakeListener> listeners, String instance, WakeListener listener)
            implements Subscription {

        @Override
        public boolean ensureListening() {
            return listeners.get(instance) == listener;
        }

        @Override
        public void close() {
            listeners.remove(instance, listener);
        }
    }
}
