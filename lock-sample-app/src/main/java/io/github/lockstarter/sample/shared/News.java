package io.github.lockstarter.sample.shared;

/**
 * Something that pages should show, as an event of this application. The newest of a topic takes the place of the one before.
 *
 * @param topic what it is about
 * @param state all there is to show about it, not a change to it
 */
public record News(String topic, Object state) {}
