package io.github.lockstarter.core;

import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Release;
import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What a lease has in the store, and how that is given back. Thread-safe. */
interface Hold {

    Held held();

    /**
     * Sends the release, whatever else goes with it. Once.
     *
     * @param valid whether the lease was valid until now
     * @param keptFor how long the lock stays taken all the same
     */
    CompletionStage<Release> release(boolean valid, Duration keptFor);

    /**
     * The release was answered, or not in time.
     *
     * @param lasting how long the lock may last in the store
     */
    void ended(boolean answered, Duration lasting);

    /** The lease was lost; its release is still to come. Never blocks. */
    void lost();

    /** There is no lease after all. */
    void drop();
}
