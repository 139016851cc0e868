package io.github.lockstarter.aop;

import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.lang.reflect.Method;
import java.lang.reflect.UndeclaredThrowableException;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

/** Around every locked method: resolves the key, then acquires the lock, runs the method, and releases in any case. */
public final class DistributedLockInterceptor implements MethodInterceptor {

    private final LockSpecs specs;

    private final Supplier<LockOperations> operations;

    /** @param operations asked when the first locked method is called, not before */
    public DistributedLockInterceptor(LockSpecs specs, Supplier<LockOperations> operations) {
        this.specs = specs;
        this.operations = operations;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        return invoke(invocation.getMethod(), invocation.getThis(), invocation.getArguments(), invocation::proceed);
    }

    @Nullable
    Object invoke(Method method, @Nullable Object target, @Nullable Object[] arguments, Proceeding proceeding)
            throws Throwable {
        Class<?> type = target == null ? method.getDeclaringClass() : target.getClass();
        LockSpec spec = specs.find(method, type);
        if (spec == null) {
            return proceeding.proceed();
        }
        LockRequest request = spec.request(method, target, arguments);
        return operations.get().execute(request, lease -> run(proceeding));
    }

    private static @Nullable Object run(Proceeding proceeding) throws Exception {
        try {
            return proceeding.proceed();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }

    /** The rest of the call: inner advice, then the method. */
    @FunctionalInterface
    interface Proceeding {

        @Nullable
        Object proceed() throws Throwable;
    }
}
