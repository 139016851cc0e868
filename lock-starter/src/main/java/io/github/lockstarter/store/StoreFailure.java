package io.github.lockstarter.store;

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

    public StoreFailure(Kind kind, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public Kind kind() {
        return kind;
    }

    /** What is known when a stage failed with this: of anything that is no StoreFailure, nothing. */
    public static Kind kindOf(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StoreFailure storeFailure) {
                return storeFailure.kind;
            }
        }
        return Kind.UNKNOWN;
    }
}
