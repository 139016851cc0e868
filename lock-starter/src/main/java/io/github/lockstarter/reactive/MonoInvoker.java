package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Mono;

/**
 * Holds the lock while the one value is being made.
 *
 * @param adapter to the type that the method returns
 */
record MonoInvoker(ReactiveAdapter adapter) implements Invoker {

    @Override
    public Object nothing() {
        if (!adapter.supportsEmpty()) {
            throw new IllegalArgumentException("the method returns %s, which cannot be empty"
                    .formatted(adapter.getReactiveType().getSimpleName()));
        }
        return adapter.fromPublisher(Mono.empty());
    }

    @Override
    public Object invoke(LockedInvocation invocation) {
        return adapter.fromPublisher(locked(invocation, this::toMono));
    }

    /** @param toMono of what the method returns */
    static Mono<Object> locked(LockedInvocation invocation, ToPublisher<Mono<Object>> toMono) {
        return Mono.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return Locking.mono(invocation.operations(), invocation.request(), lease -> {
                        begun.set(true);
                        return Publishers.mono(() -> toMono.of(invocation.proceed()));
                    })
                    .onErrorResume(
                            failure -> !begun.get() && invocation.isAnswered(failure),
                            failure -> Publishers.mono(() -> toMono.of(invocation.answer(failure))));
        });
    }

    private Mono<Object> toMono(@Nullable Object returned) {
        Publisher<Object> publisher = adapter.toPublisher(Publishers.required(returned));
        return Mono.from(publisher);
    }
}
