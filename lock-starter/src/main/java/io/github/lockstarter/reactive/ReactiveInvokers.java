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

    private final boolean coroutines;

    /**
     * For what the application has on its class path.
     *
     * @param adapters which types are reactive
     * @param coroutines whether there are kotlinx-coroutines-reactor and kotlin-reflect: without, Spring calls a suspend function as it
     *     is, and nobody is told when it has ended
     */
    public ReactiveInvokers(ReactiveAdapterRegistry adapters, boolean coroutines) {
        this.adapters = adapters;
        this.coroutines = coroutines;
    }

    @Override
    public @Nullable Invoker find(Method method, Class<?> type) {
        if (KotlinDetector.isSuspendingFunction(method)) {
            return coroutines ? SuspendFunction.invoker(method) : null;
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
        if (adapter.getReactiveType().getName().equals("kotlinx.coroutines.flow.Flow")) {
            return new FlowInvoker(adapter);
        }
        return adapter.isMultiValue() ? new FluxInvoker(adapter) : new MonoInvoker(adapter);
    }
}
