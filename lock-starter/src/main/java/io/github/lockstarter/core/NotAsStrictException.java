package io.github.lockstarter.core;

/** A lock is to be held more strictly than a call around holds it already. */
final class NotAsStrictException extends IllegalStateException {

    NotAsStrictException(String message) {
        super(message);
    }
}
