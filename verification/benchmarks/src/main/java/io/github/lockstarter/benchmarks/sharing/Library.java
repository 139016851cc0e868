package io.github.lockstarter.benchmarks.sharing;

import java.util.function.IntFunction;

/** The libraries that are compared. */
public enum Library {
    STARTER(
            "lock-starter",
            "this library: SHARED and EXCLUSIVE; 4 permits; pass budget 5 ms, the default",
            StarterLocks::new),
    REDISSON(
            "redisson",
            "Redisson: RReadWriteLock, lock(30 s); RPermitExpirableSemaphore, 4 permits, acquire(30 s)",
            RedissonLocks::new);

    private final String id;
    private final String description;
    private final IntFunction<Locks> opening;

    Library(String id, String description, IntFunction<Locks> opening) {
        this.id = id;
        this.description = description;
        this.opening = opening;
    }

    public String id() {
        return id;
    }

    String description() {
        return description;
    }

    /** @param port of the Redis on this machine */
    Locks open(int port) {
        return opening.apply(port);
    }
}
