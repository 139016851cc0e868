package io.github.lockstarter.sample.shared;

/** The application ends and begins nothing any more. */
public final class ApplicationEndsException extends RuntimeException {

    ApplicationEndsException() {
        super("This instance ends. Nothing was begun; try another, or this one when it is back.");
    }
}
