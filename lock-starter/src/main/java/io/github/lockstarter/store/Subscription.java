package io.github.lockstarter.store;

/** What hints come in by. Thread-safe. Ends with {@link #close()}; idempotent. */
public interface Subscription extends AutoCloseable {

    /**
     * {@return whether hints come in} If not, the store sees to it in the background, and then tells
     * {@link WakeListener#listening()}, never from within this call. Returns at once.
     */
    boolean ensureListening();

    @Override
    void close();
}
