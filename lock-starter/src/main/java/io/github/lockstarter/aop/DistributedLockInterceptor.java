package io.github.lockstarter.aop;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.aop.ProxyMethodInvocation;

/** Around every locked method: resolves the key, then acquires the lock, runs the method, and releases in any case. */
public final class DistributedLockInterceptor implements MethodInterceptor {

    private static final Logger log = LoggerFactory.getLogger(DistributedLockInterceptor.class);

    /** One entry a method at most. */
    private final Set<Method> warned = ConcurrentHashMap.newKeySet();

    private final LockSpecs specs;

    private final Supplier<LockOperations> operations;

    /**
     * @param specs how methods are locked
     * @param operations asked when the first locked method is called, not before
     */
    public DistributedLockInterceptor(LockSpecs specs, Supplier<LockOperations> operations) {
        this.specs = specs;
        this.operations = operations;
    }

    @Override
    public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
        Object bean = invocation instanceof ProxyMethodInvocation proxied ? proxied.getProxy() : invocation.getThis();
        return invoke(
                invocation.getMethod(),
                invocation.getThis(),
                bean,
                invocation.getArguments(),
                invocation::proceed,
                Proceedings.repeatable(invocation));
    }

    /**
     * @param bean as others call it: the proxy, where there is one
     * @param proceeding on this thread, once
     * @param repeatable on any thread, and as often as it is asked to
     */
    @Nullable
    Object invoke(
            Method method,
            @Nullable Object target,
            @Nullable Object bean,
            @Nullable Object[] arguments,
            Proceeding proceeding,
            Proceedings.Repeatable repeatable)
            throws Throwable {
        Class<?> type = target == null ? method.getDeclaringClass() : target.getClass();
        LockSpec spec = specs.find(method, type);
        if (spec == null) {
            return proceeding.proceed();
        }
        LockRequest request = spec.request(method, target, arguments);
        if (spec.invoker() != null) {
            return spec.invoker()
                    .invoke(new LockedInvocation(spec, method, request, operations.get(), bean, arguments, repeatable));
        }
        Body body = new Body(proceeding);
        Object result;
        try {
            result = operations.get().execute(request, body);
        } catch (LockNotAcquiredException | LockStoreException failure) {
            if (body.hasBegun()) {
                throw failure;
            }
            return spec.notRun().answer(failure, bean, arguments);
        }
        if (method.getReturnType() == Object.class && result != null && MethodChecks.isLater(result.getClass())) {
            warnOf(method, result);
        }
        return result;
    }

    /** A declared type like this is refused at start-up; this one shows only now. */
    private void warnOf(Method method, Object result) {
        if (warned.add(method)) {
            log.warn(
                    "{} returned a {}: the lock was released when it returned, and its work may go on UNLOCKED. Return the result itself",
                    method,
                    result.getClass().getSimpleName());
        }
    }

    /** What runs under the lock. Belongs to one call. */
    private static final class Body implements LockCallback<@Nullable Object> {

        private final Proceeding proceeding;

        private boolean begun;

        Body(Proceeding proceeding) {
            this.proceeding = proceeding;
        }

        @Override
        public @Nullable Object call(Lease lease) throws Exception {
            begun = true;
            return Proceedings.proceed(proceeding);
        }

        /** Then the lock was acquired, and what fails is the method's own, or a lock's inside it. */
        boolean hasBegun() {
            return begun;
        }
    }

    /** The rest of the call: inner advice, then the method. */
    @FunctionalInterface
    interface Proceeding {

        @Nullable
        Object proceed() throws Throwable;
    }
}
