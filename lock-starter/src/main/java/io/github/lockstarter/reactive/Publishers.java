package io.github.lockstarter.reactive;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What a call that may throw comes to. */
final class Publishers {

    private Publishers() {}

    static Mono<Object> mono(Callable<Mono<Object>> call) {
        try {
            return call.call();
        } catch (Throwable e) {
            return Mono.error(e);
        }
    }

    static Publisher<Object> publisher(Callable<? extends Publisher<Object>> call) {
        try {
            return call.call();
        } catch (Throwable e) {
            return Flux.error(e);
        }
    }

    static Object required(@Nullable Object returned) {
        if (returned == null) {
            throw new IllegalStateException("The method returned null, and nothing to subscribe to");
        }
        return returned;
    }
}
