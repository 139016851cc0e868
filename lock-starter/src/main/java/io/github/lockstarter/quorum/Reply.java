package io.github.lockstarter.quorum;

import io.github.lockstarter.store.StoreFailure;
import java.util.concurrent.CompletionException;

/** What came of asking one node. */
sealed interface Reply<T> {

    /** It answered. */
    record Answered<T>(T answer) implements Reply<T> {}

    /** It refused, or could not be reached, or nobody knows. */
    record Failed<T>(StoreFailure failure) implements Reply<T> {

        static <T> Failed<T> because(Throwable cause) {
            Throwable innermost =
                    cause instanceof CompletionException && cause.getCause() != null ? cause.getCause() : cause;
            return new Failed<>(
                    innermost instanceof StoreFailure known
                            ? known
                            : new StoreFailure(StoreFailure.Kind.UNKNOWN, "failed (" + innermost + ")", innermost));
        }

        static <T> Failed<T> silent(long limit) {
            return new Failed<>(new StoreFailure(
                    StoreFailure.Kind.UNKNOWN, "did not answer within %d ms".formatted(limit / 1_000_000), null));
        }
    }
}
