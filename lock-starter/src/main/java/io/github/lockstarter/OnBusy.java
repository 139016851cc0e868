package io.github.lockstarter;

/** What a caller gets when someone else holds the lock and the wait for it is over. */
public enum OnBusy {

    /** {@link LockNotAcquiredException}. */
    THROW,

    /**
     * Nothing: the method does not run, and the call returns null; or, where the method returns one, an empty Optional, Mono, Flux or Flow, or
     * a future of null. For jobs that run on many nodes, of which one is enough. A store that cannot be reached is not busy: that is
     * {@link LockStoreException} all the same. Refused at start-up for methods that return a primitive or a type that cannot be empty (Single), and for
     * suspend functions whose result is never null.
     */
    SKIP
}
