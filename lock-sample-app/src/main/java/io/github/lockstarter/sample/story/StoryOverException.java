package io.github.lockstarter.sample.story;

/** The application ends while a story is played. */
final class StoryOverException extends RuntimeException {

    StoryOverException() {
        super("The story is broken off");
    }
}
