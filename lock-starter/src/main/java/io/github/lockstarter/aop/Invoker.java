package io.github.lockstarter.aop;

import org.jspecify.annotations.Nullable;

/**
 * Runs a locked method whose work may go on after it has returned, for one kind of result: the lock is held until the work has
 * ended, and no thread waits for it. Thread-safe.
 */
public interface Invoker {

    /** @return what the caller gets; what goes wrong, the result says */
    @Nullable
    Object invoke(LockedInvocation invocation);

    /**
     * What a caller gets whose call was skipped.
     *
     * @throws IllegalArgumentException if there is none, saying why
     */
    @Nullable
    Object nothing();
}
