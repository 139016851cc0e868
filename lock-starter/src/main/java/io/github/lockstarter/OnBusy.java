package io.github.lockstarter;

/** What a caller gets when someone else holds the lock and the wait for it is over. */
public enum OnBusy {

    /** {@link LockNotAcquiredException}. */
    THROW,

    /**
     * Nothing: the method does not run, and the call returns null, or {@code Optional.empty()} where the method returns an Optional. For
     * jobs that run on many nodes, of which one is enough. A store that cannot be reached is not busy: that is
     * {@link LockStoreException} all the same. Refused at start-up for methods that return a primitive.
     */
    SKIP
}
