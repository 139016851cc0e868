package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import java.lang.reflect.Method;
import java.util.function.Function;
import kotlin.coroutines.Continuation;
import kotlin.coroutines.CoroutineContext;
import kotlin.reflect.KFunction;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.MethodParameter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Holds the lock until a suspend function has ended. Spring makes a publisher of the function below the interceptors of a proxy,
 * and a suspended call of what they return.
 *
 * @param many whether it returns a Flow
 * @param nullable whether it may return null
 */
record SuspendFunction(Method method, boolean many, boolean nullable) implements Invoker {

    static Invoker invoker(Method method) {
        Class<?> returned = new MethodParameter(method, -1).getParameterType();
        return new SuspendFunction(
                method, returned.getName().equals("kotlinx.coroutines.flow.Flow"), mayReturnNull(method, returned));
    }

    @Override
    public @Nullable Object nothing() {
        if (many) {
            return Flux.empty();
        }
        if (!nullable) {
            throw new IllegalArgumentException("the function returns %s, which is never null"
                    .formatted(
                            new MethodParameter(method, -1).getParameterType().getSimpleName()));
        }
        return Mono.empty();
    }

    @Override
    public Object invoke(LockedInvocation invocation) {
        return many
                ? FluxInvoker.locked(
                        invocation,
                        () -> new Suspended<>(invocation, SuspendFunction::publisher),
                        failure -> publisher(invocation.answer(failure)))
                : MonoInvoker.locked(
                        invocation,
                        () -> new Suspended<>(invocation, SuspendFunction::mono),
                        failure -> mono(invocation.answer(failure)));
    }

    private static boolean mayReturnNull(Method method, Class<?> returned) {
        KFunction<?> function = ReflectJvmMapping.getKotlinFunction(method);
        return returned == Void.TYPE
                || function == null
                || function.getReturnType().isMarkedNullable();
    }

    @SuppressWarnings("unchecked")
    private static Publisher<Object> publisher(@Nullable Object returned) {
        return (Publisher<Object>) Publishers.required(returned);
    }

    private static Mono<Object> mono(@Nullable Object returned) {
        return Mono.from(publisher(returned));
    }

    /** One call of the function, which has ended when its coroutine has. */
    private static final class Suspended<P extends Publisher<Object>> implements Work<P> {

        private final LockedInvocation invocation;

        private final Function<@Nullable Object, P> toPublisher;

        private final CoroutineEnd end = new CoroutineEnd();

        Suspended(LockedInvocation invocation, Function<@Nullable Object, P> toPublisher) {
            this.invocation = invocation;
            this.toPublisher = toPublisher;
        }

        @Override
        public P begin() throws Exception {
            @Nullable Object[] arguments = invocation.arguments();
            int last = arguments.length - 1;
            arguments[last] = new Caller((Continuation<?>) Publishers.required(arguments[last]), end);
            return toPublisher.apply(invocation.proceed(arguments));
        }

        @Override
        public void whenCancelled(Runnable then) {
            end.whenEnded(then);
        }
    }

    /** Of the caller, the function below gets no more than its context. */
    private record Caller(Continuation<?> caller, CoroutineEnd end) implements Continuation<Object> {

        @Override
        public CoroutineContext getContext() {
            return caller.getContext().plus(end);
        }

        @Override
        public void resumeWith(Object result) {
            throw new IllegalStateException("The function was called past Spring's publisher");
        }
    }
}
