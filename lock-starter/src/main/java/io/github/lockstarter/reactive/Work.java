package io.github.lockstarter.reactive;

import org.reactivestreams.Publisher;

/**
 * What one subscription is to do under its lock.
 *
 * @param <P> what it is subscribed to as
 */
@FunctionalInterface
interface Work<P extends Publisher<?>> {

    /** Begins it: calls the method, where there is one. Once. */
    P begin() throws Exception;

    /** Runs this when it has ended that was cancelled: at once, unless it is known to go on. */
    default void whenCancelled(Runnable then) {
        then.run();
    }
}
