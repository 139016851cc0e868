package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Flux;

/**
 * Holds the lock until the last value is made.
 *
 * @param adapter to the type that the method returns
 */
record FluxInvoker(ReactiveAdapter adapter) implements Invoker {

    @Override
    public Object nothing() {
        return adapter.fromPublisher(Flux.empty());
    }

    @Override
    public Object invoke(LockedInvocation invocation) {
        return adapter.fromPublisher(locked(invocation, this::toPublisher));
    }

    /** @param toPublisher of what the method returns */
    static Flux<Object> locked(LockedInvocation invocation, ToPublisher<Publisher<Object>> toPublisher) {
        return Flux.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return Locking.<Object>flux(invocation.operations(), invocation.request(), lease -> {
                        begun.set(true);
                        return Publishers.publisher(() -> toPublisher.of(invocation.proceed()));
                    })
                    .onErrorResume(
                            failure -> !begun.get() && invocation.isAnswered(failure),
                            failure -> Publishers.publisher(() -> toPublisher.of(invocation.answer(failure))));
        });
    }

    private Publisher<Object> toPublisher(@Nullable Object returned) {
        return adapter.toPublisher(Publishers.required(returned));
    }
}
