package io.github.lockstarter.store;

/** The subscription of a store without hints. */
final class NoHints implements Subscription {

    static final Subscription SUBSCRIPTION = new NoHints();

    private NoHints() {}

    @Override
    public boolean ensureListening() {
        return false;
    }

    @Override
    public void close() {}
}
