package io.github.lockstarter.aop;

import java.lang.reflect.UndeclaredThrowableException;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.interceptor.ExposeInvocationInterceptor;

/** Ways to go on with a call. */
final class Proceedings {

    private Proceedings() {}

    /**
     * Goes on with a call later, on another thread and maybe several times. What inner advice finds out from its thread about the
     * call, it finds there as well.
     */
    static Repeatable repeatable(MethodInvocation invocation) {
        if (!(invocation instanceof ProxyMethodInvocation proxied)) {
            return arguments -> invocation.proceed();
        }
        return arguments -> ExposeInvocationInterceptor.INSTANCE.invoke(proxied.invocableClone(arguments));
    }

    /** The rest of the call, on any thread and as often as it is asked to. */
    @FunctionalInterface
    interface Repeatable {

        @Nullable
        Object proceed(@Nullable Object[] arguments) throws Throwable;
    }

    static @Nullable Object proceed(DistributedLockInterceptor.Proceeding proceeding) throws Exception {
        try {
            return proceeding.proceed();
        } catch (Exception | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new UndeclaredThrowableException(e);
        }
    }
}
