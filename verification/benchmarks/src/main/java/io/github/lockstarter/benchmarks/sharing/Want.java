package io.github.lockstarter.benchmarks.sharing;

/** How a key is wanted. */
enum Want {
    SHARED,
    EXCLUSIVE,
    /** One of {@link Locks#PERMITS}. */
    PERMIT
}
