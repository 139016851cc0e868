package io.github.lockstarter.aop;

import io.github.lockstarter.LockConfigurationException;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/** The invokers for one family of return types. Thread-safe. */
@FunctionalInterface
public interface Invokers {

    /**
     * @param method the locked method
     * @param type the class of the bean
     * @return null: methods like this are not for it
     * @throws LockConfigurationException if they are, and this one cannot be locked
     */
    @Nullable
    Invoker find(Method method, Class<?> type);
}
