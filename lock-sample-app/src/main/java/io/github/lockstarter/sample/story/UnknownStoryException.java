package io.github.lockstarter.sample.story;

/** There is no story of that id. */
public final class UnknownStoryException extends RuntimeException {

    UnknownStoryException(String id) {
        super("There is no story '%s'. GET /api/stories lists them.".formatted(id));
    }
}
