package io.github.lockstarter.reactive;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;

/** What the method returned, as Reactor's type. */
@FunctionalInterface
interface ToPublisher<P extends Publisher<Object>> {

    P of(@Nullable Object returned);
}
