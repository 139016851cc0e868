package io.github.lockstarter.aop;

import io.github.lockstarter.LockException;
import org.jspecify.annotations.Nullable;

/** What a call comes to whose method has not run, since its lock was busy or the store unavailable. */
@FunctionalInterface
interface NotRun {

    NotRun THROW = (failure, bean, arguments) -> {
        throw failure;
    };

    /**
     * @param failure LockNotAcquiredException or LockStoreException of this call
     * @param bean as others call it: the proxy, where there is one
     * @return what the caller gets instead of the method's result
     */
    @Nullable
    Object answer(LockException failure, @Nullable Object bean, @Nullable Object[] arguments) throws Throwable;
}
