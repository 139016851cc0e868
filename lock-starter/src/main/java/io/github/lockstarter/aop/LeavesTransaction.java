package io.github.lockstarter.aop;

import java.lang.reflect.Method;

/** Says of a method whether it does its work outside of a transaction that is open when it is called. */
@FunctionalInterface
public interface LeavesTransaction {

    /** Where nobody knows of transactions. */
    LeavesTransaction NEVER = (method, type) -> false;

    boolean test(Method method, Class<?> type);
}
