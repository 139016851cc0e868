package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import kotlinx.coroutines.flow.Flow;
import kotlinx.coroutines.reactor.ReactorFlowKt;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.ReactiveAdapter;
import reactor.core.publisher.Flux;

/**
 * Holds the lock until the last value of a Kotlin flow is made.
 *
 * @param adapter to Flow
 */
record FlowInvoker(ReactiveAdapter adapter) implements Invoker {

    @Override
    public Object nothing() {
        return adapter.fromPublisher(Flux.empty());
    }

    @Override
    public Object invoke(LockedInvocation invocation) {
        return adapter.fromPublisher(FluxInvoker.locked(
                invocation,
                () -> new Collected(invocation),
                failure -> adapter.toPublisher(Publishers.required(invocation.answer(failure)))));
    }

    /** One collection of the flow, which has ended when its coroutine has. */
    private static final class Collected implements Work<Publisher<Object>> {

        private final LockedInvocation invocation;

        private final CoroutineEnd end = new CoroutineEnd();

        Collected(LockedInvocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public Publisher<Object> begin() throws Exception {
            return flux(invocation.proceed());
        }

        @Override
        public void whenCancelled(Runnable then) {
            end.whenEnded(then);
        }

        @SuppressWarnings("unchecked")
        private Flux<Object> flux(@Nullable Object returned) {
            return ReactorFlowKt.asFlux((Flow<Object>) Publishers.required(returned), end);
        }
    }
}
