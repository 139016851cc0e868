package io.github.lockstarter.sample.page;

/** So many pages are open that no further one is fed. */
public final class TooManyPagesException extends RuntimeException {

    TooManyPagesException() {
        super("Too many pages are open, or the application ends. Close some, and load this one again.");
    }
}
