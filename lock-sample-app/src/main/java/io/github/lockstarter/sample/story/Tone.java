package io.github.lockstarter.sample.story;

/** How an event should look. */
public enum Tone {
    PLAIN,
    GOOD,
    BAD
}
