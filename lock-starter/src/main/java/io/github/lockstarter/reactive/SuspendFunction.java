package io.github.lockstarter.reactive;

import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.LockedInvocation;
import java.lang.reflect.Method;
import kotlin.reflect.KFunction;
import kotlin.reflect.jvm.ReflectJvmMapping;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.MethodParameter;
import org.springframework.util.ClassUtils;
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

    /** Without it, Spring calls a suspend function as it is, and nobody is told when it has ended. */
    static boolean areSupported() {
        ClassLoader loader = SuspendFunction.class.getClassLoader();
        return ClassUtils.isPresent("kotlinx.coroutines.reactor.MonoKt", loader)
                && ClassUtils.isPresent("kotlin.reflect.full.KClasses", loader);
    }

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
                ? FluxInvoker.locked(invocation, SuspendFunction::publisher)
                : MonoInvoker.locked(invocation, returned -> Mono.from(publisher(returned)));
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
}
