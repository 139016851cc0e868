package io.github.lockstarter.sample.shared;

/** Another race or story is on. */
public final class StageTakenException extends RuntimeException {

    StageTakenException() {
        super(
                "A race or a story is on, on this instance or another. Wait until it ends. If its instance has died, that is within"
                        + " seconds.");
    }
}
