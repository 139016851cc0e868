package io.github.lockstarter.core;

import java.util.concurrent.CompletableFuture;

/** A call's wait for its lock in which no thread waits. Thread-safe. */
interface AsyncWait {

    /** Once. Never blocks. */
    void start();

    /** Fails with the LockException that the caller is told; or is cancelled, after it was given up. */
    CompletableFuture<Acquired> acquired();

    /** Nobody wants the lock any more: whatever comes in yet is given back. No effect once it was acquired. */
    void giveUp();
}
