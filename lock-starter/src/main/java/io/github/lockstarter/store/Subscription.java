package io.github.lockstarter.store;

/** Ends with {@link #close()}; idempotent. */
@FunctionalInterface
public interface Subscription extends AutoCloseable {

    @Override
    void close();
}
