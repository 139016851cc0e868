package io.github.lockstarter.aop;

import java.lang.reflect.Method;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.StaticMethodMatcherPointcut;
import org.springframework.core.Ordered;

/** Puts the interceptor around every method with a spec. */
@SuppressWarnings("serial")
public final class DistributedLockAdvisor extends DefaultPointcutAdvisor {

    /** Outside of transactions and caches, which stand at the lowest precedence, with room in between. */
    public static final int ORDER = Ordered.LOWEST_PRECEDENCE - 1_000;

    /**
     * @param specs which methods are locked
     * @param interceptor what locks
     * @param order where it stands among the advice of a bean: lower is further out
     */
    public DistributedLockAdvisor(LockSpecs specs, DistributedLockInterceptor interceptor, int order) {
        super(new Locked(specs), interceptor);
        setOrder(order);
    }

    private static final class Locked extends StaticMethodMatcherPointcut {

        private final LockSpecs specs;

        Locked(LockSpecs specs) {
            this.specs = specs;
            setClassFilter(specs::anyIn);
        }

        @Override
        public boolean matches(Method method, Class<?> type) {
            return specs.find(method, type) != null;
        }
    }
}
