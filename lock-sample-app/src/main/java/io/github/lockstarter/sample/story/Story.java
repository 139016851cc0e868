package io.github.lockstarter.sample.story;

import java.util.List;

/** Something that happens to locks. It is played, not told from memory: what is shown is what was seen. */
public interface Story {

    /** How requests name it. */
    String id();

    String title();

    /** What there is to see. */
    String summary();

    /** The classes to read beside it, the main one first. */
    List<Class<?>> code();

    /**
     * Plays it.
     *
     * @return what was seen in the end
     */
    Verdict play(Play play) throws InterruptedException;
}
