package io.github.lockstarter.core;

import java.util.concurrent.CompletableFuture;

/**
 * A lease that is being acquired, and no thread waits for it.
 *
 * @param lease fails with the LockException that the caller is told
 */
record AsyncLease(AsyncWait waiting, CompletableFuture<HeldLease> lease) {

    /** Nobody wants it any more. One that is there already is left to the caller. */
    void giveUp() {
        waiting.giveUp();
    }
}
