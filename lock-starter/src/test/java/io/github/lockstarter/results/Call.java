package io.github.lockstarter.results;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call of a locked method that is under way.
 *
 * @param result what its caller gets
 * @param cancellation how its caller gives it up
 */
public record Call(CompletableFuture<? extends @Nullable Object> result, Runnable cancellation) {

    /** Of a future that is given up by cancelling it. */
    public static Call of(CompletableFuture<? extends @Nullable Object> result) {
        return new Call(result, () -> result.cancel(true));
    }
}
