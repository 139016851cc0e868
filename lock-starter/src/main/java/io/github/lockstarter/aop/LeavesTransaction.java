package io.github.lockstarter.aop;

import java.lang.reflect.Method;

/** Says of a method whether it does its work outside of a transaction that is open when it is called. */
@FunctionalInterface
public interface LeavesTransaction {

    /** Where nobody knows of transactions. */
    LeavesTransaction NEVER = (method, type) -> false;

    /**
     * {@return whether the method does its work outside of a transaction that is open when it is called}
     *
     * @param method the locked method
     * @param type the class of the bean
     */
    boolean test(Method method, Class<?> type);
}
