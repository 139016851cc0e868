package io.github.lockstarter.reactive;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import reactor.core.Exceptions;

/** What a call comes to that may throw, or return nothing to subscribe to. */
final class Publishers {

    private Publishers() {}

    /** Reactor takes a checked exception out of its wrapper again. */
    static <T> T unchecked(Callable<T> call) {
        try {
            return call.call();
        } catch (Exception e) {
            throw Exceptions.propagate(e);
        }
    }

    static Object required(@Nullable Object returned) {
        if (returned == null) {
            throw new IllegalStateException("The method returned null, and nothing to subscribe to");
        }
        return returned;
    }
}
