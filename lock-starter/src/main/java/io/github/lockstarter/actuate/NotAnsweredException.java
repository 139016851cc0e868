package io.github.lockstarter.actuate;

import org.jspecify.annotations.Nullable;

/** The store was asked, for the endpoint, and refused, or did not answer in time. Thread-safe. */
public final class NotAnsweredException extends IllegalStateException {

    private static final long serialVersionUID = 1;

    NotAnsweredException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
