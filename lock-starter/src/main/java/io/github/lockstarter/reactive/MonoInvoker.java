package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
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
        return adapter.fromPublisher(locked(
                invocation, () -> () -> toMono(invocation.proceed()), failure -> toMono(invocation.answer(failure))));
    }

    /**
     * @param works one for each subscription
     * @param answer what is subscribed to instead where the work was not begun
     */
    static Mono<Object> locked(
            LockedInvocation invocation, Supplier<Work<Mono<Object>>> works, Answer<Mono<Object>> answer) {
        return Mono.defer(() -> {
            AtomicBoolean begun = new AtomicBoolean();
            return Locking.mono(invocation.operations(), invocation.request(), lease -> {
                        begun.set(true);
                        return works.get();
                    })
                    .onErrorResume(
                            failure -> !begun.get() && invocation.isAnswered(failure),
                            failure -> Mono.defer(() -> Publishers.unchecked(() -> answer.to(failure))));
        });
    }

    private Mono<Object> toMono(@Nullable Object returned) {
        Publisher<Object> publisher = adapter.toPublisher(Publishers.required(returned));
        return Mono.from(publisher);
    }
}
