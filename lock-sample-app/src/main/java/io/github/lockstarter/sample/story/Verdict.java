package io.github.lockstarter.sample.story;

/**
 * What was seen in a story.
 *
 * @param asExpected whether it went as its summary says
 */
public record Verdict(boolean asExpected, String text) {}
