package io.github.lockstarter.reactive;

import org.reactivestreams.Publisher;

/** What is subscribed to instead of the method's own, where that has not run. */
@FunctionalInterface
interface Answer<P extends Publisher<Object>> {

    P to(Throwable failure) throws Exception;
}
