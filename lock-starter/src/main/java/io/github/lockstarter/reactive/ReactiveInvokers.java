package io.github.lockstarter.reactive;

import io.github.lockstarter.LockConfigurationException;
import io.github.lockstarter.aop.Invoker;
import io.github.lockstarter.aop.Invokers;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;
import org.springframework.core.KotlinDetector;
import org.springframework.core.ReactiveAdapter;
import org.springframework.core.ReactiveAdapterRegistry;

/** For methods that return Mono, Flux or what Spring can adapt to them, and for suspend functions. */
public final class ReactiveInvokers implements Invokers {

    private final ReactiveAdapterRegistry adapters;

    public ReactiveInvokers(ReactiveAdapterRegistry adapters) {
        this.adapters = adapters;
    }

    @Override
    public @Nullable Invoker find(Method method, Class<?> type) {
        if (KotlinDetector.isSuspendingFunction(method)) {
            return SuspendFunction.areSupported() ? SuspendFunction.invoker(method) : null;
        }
        Class<?> returned = method.getReturnType();
        ReactiveAdapter adapter =
                returned == Object.class || returned.isPrimitive() ? null : adapters.getAdapter(returned);
        if (adapter == null) {
            return null;
        }
        if (!returned.isAssignableFrom(adapter.getReactiveType())) {
            throw new LockConfigurationException(
                    "@DistributedLock on %s.%s: the method returns a %s, and what its caller gets is a %s."
                            .formatted(
                                    type.getSimpleName(),
                                    method.getName(),
                                    returned.getSimpleName(),
                                    adapter.getReactiveType().getSimpleName()),
                    "Return %s.".formatted(adapter.getReactiveType().getSimpleName()));
        }
        return adapter.isMultiValue() ? new FluxInvoker(adapter) : new MonoInvoker(adapter);
    }
}
