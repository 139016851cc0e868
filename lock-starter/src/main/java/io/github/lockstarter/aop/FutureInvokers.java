package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.lang.reflect.Method;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.MergedAnnotations;
import org.springframework.core.annotation.MergedAnnotations.SearchStrategy;

/** For methods that return a CompletableFuture, or a CompletionStage. */
public final class FutureInvokers implements Invokers {

    private static final String ASYNC = "org.springframework.scheduling.annotation.Async";

    private final Supplier<UnaryOperator<Runnable>> decorator;

    /** @param decorator of what runs on another thread than the caller's; asked for at the first call */
    public FutureInvokers(Supplier<UnaryOperator<Runnable>> decorator) {
        this.decorator = decorator;
    }

    @Override
    public @Nullable Invoker find(Method method, Class<?> type) {
        Class<?> returned = method.getReturnType();
        if (!CompletionStage.class.isAssignableFrom(returned)) {
            return null;
        }
        if (!returned.isAssignableFrom(CompletableFuture.class)) {
            throw new LockConfigurationException(
                    "@DistributedLock on %s: the method returns a %s, and what its caller gets is a CompletableFuture that completes when the lock is released."
                            .formatted(LockSpecReader.where(method, type), returned.getSimpleName()),
                    "Return CompletableFuture or CompletionStage.");
        }
        boolean ofOptional = ResolvableType.forMethodReturnType(method, type)
                        .as(CompletionStage.class)
                        .resolveGeneric()
                == Optional.class;
        return new FutureInvoker(isAsync(method, type), ofOptional ? Optional.empty() : null, decorator);
    }

    /** Then it is called on a thread that waits for its result. */
    private static boolean isAsync(Method method, Class<?> type) {
        return MergedAnnotations.from(method, SearchStrategy.TYPE_HIERARCHY).isPresent(ASYNC)
                || MergedAnnotations.from(type, SearchStrategy.TYPE_HIERARCHY).isPresent(ASYNC);
    }
}
