package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

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

    /**
     * What the caller is told it by, on a thread that may run what is not ours. Whoever cancels or completes that does not want the
     * lease any more: it is given up, or given back.
     */
    CompletableFuture<Lease> told(AsyncThreads threads) {
        CompletableFuture<Lease> result = new CompletableFuture<>();
        lease.whenComplete((acquired, failure) -> threads.call(() -> tell(result, acquired, failure)));
        result.whenComplete((acquired, failure) -> threads.step(this::giveUp));
        return result;
    }

    private static void tell(
            CompletableFuture<Lease> result, @Nullable HeldLease acquired, @Nullable Throwable failure) {
        if (acquired == null) {
            result.completeExceptionally(Answers.cause(Objects.requireNonNull(failure)));
        } else {
            acquired.observation().begin();
            if (!result.complete(acquired)) {
                acquired.unused();
                acquired.endLater(false);
            }
        }
    }
}
