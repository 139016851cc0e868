package io.github.lockstarter.store;

import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** A store did not do what it was asked, or nobody knows whether it did. */
public final class StoreFailure extends RuntimeException {

    /** What is known of the command. */
    public enum Kind {
        /** It was not executed, for a reason that may pass: try again. */
        NOT_EXECUTED,
        /** It may have been executed, or may be yet: withdraw what it could have set. */
        UNKNOWN,
        /** The store refused it, or part of it, for a reason that will not pass: trying again is in vain. */
        REJECTED
    }

    private final Kind kind;

    private final transient @Nullable CompletionStage<?> late;

    /**
     * Nobody will know more.
     *
     * @param kind what is known of the command
     * @param message what happened
     * @param cause what the client of the store said; null: nothing
     */
    public StoreFailure(Kind kind, @Nullable String message, @Nullable Throwable cause) {
        this(kind, message, cause, null);
    }

    /**
     * More may be known later.
     *
     * @param kind what is known of the command
     * @param message what happened
     * @param cause what the client of the store said; null: nothing
     * @param late completes as the stage would have that failed with this, if that is known after all; null: it never is
     */
    public StoreFailure(
            Kind kind, @Nullable String message, @Nullable Throwable cause, @Nullable CompletionStage<?> late) {
        super(message, cause);
        this.kind = kind;
        this.late = late;
    }

    /** {@return what is known of the command} */
    public Kind kind() {
        return kind;
    }

    /**
     * {@return the same, with another late answer}
     *
     * @param other completes as the stage would have
     */
    public StoreFailure withLate(CompletionStage<?> other) {
        return new StoreFailure(kind, getMessage(), this, other);
    }

    /**
     * {@return what a stage that failed with this would have completed with, once that is known; null: it never is}
     *
     * @param failure of a stage, wrapped or not
     */
    public static @Nullable CompletionStage<?> lateOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure storeFailure) {
                return storeFailure.late;
            }
        }
        return null;
    }

    /**
     * {@return what is known when a stage failed with this: of anything that is no StoreFailure, nothing}
     *
     * @param failure of a stage, wrapped or not
     */
    public static Kind kindOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure storeFailure) {
                return storeFailure.kind;
            }
        }
        return Kind.UNKNOWN;
    }
}
