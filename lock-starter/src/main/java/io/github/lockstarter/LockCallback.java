package io.github.lockstarter;

import org.jspecify.annotations.Nullable;

/**
 * What runs under a lock.
 *
 * @param <T> what it returns
 */
@FunctionalInterface
public interface LockCallback<T extends @Nullable Object> {

    /**
     * Runs once, while the lease is held.
     *
     * @param lease the lease; ends with this call, or with the call or transaction that keeps it
     * @return the result, handed to the caller as it is
     * @throws Exception whatever it throws reaches the caller as it is, checked exceptions too
     */
    T call(Lease lease) throws Exception;
}
