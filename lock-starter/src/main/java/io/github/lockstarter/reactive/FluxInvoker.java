package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
        return adapter.fromPublisher(locked(
                invocation,
                () -> () -> toPublisher(invocation.proceed()),
                failure -> toPublisher(invocation.answer(failure))));
    }

    /**
     * @param works one for each subscription
     * @param answer what is subscribed to instead where the work was not begun
     */
    static Flux<Object> locked(
            LockedInvocation invocation, Supplier<Work<Publisher<Object>>> works, Answer<Publisher<Object>> answer) {
        return Flux.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return Locking.<Object>flux(invocation.operations(), invocation.request(), lease -> {
                        begun.set(true);
                        return works.get();
                    })
                    .onErrorResume(
                            failure -> !begun.get() && invocation.isAnswered(failure),
                            failure -> Flux.defer(() -> Publishers.unchecked(() -> answer.to(failure))));
        });
    }

    private Publisher<Object> toPublisher(@Nullable Object returned) {
        return adapter.toPublisher(Publishers.required(returned));
    }
}
