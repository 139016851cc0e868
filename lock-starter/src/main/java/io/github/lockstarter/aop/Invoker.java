package io.github.lockstarter.aop;

import org.jspecify.annotations.Nullable;

/**
 * Runs a locked method whose work may go on after it has returned, for one kind of result: the lock is held until the work has
 * ended, and no thread waits for it. Thread-safe.
 */
public interface Invoker {

    /**
     * @param invocation the call, which has not run yet
     * @return what the caller gets; what goes wrong, the result says
     */
    @Nullable
    Object invoke(LockedInvocation invocation);

    /**
     * {@return what a caller gets whose call was skipped}
     *
     * @throws IllegalArgumentException if there is none, saying why
     */
    @Nullable
    Object nothing();
}
