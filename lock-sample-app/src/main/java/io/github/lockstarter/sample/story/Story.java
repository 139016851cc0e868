package io.github.lockstarter.sample.story;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that happens to locks. It is played, not told from memory: what is shown is what was seen. */
public interface Story {

    /** How requests name it. */
    String id();

    String title();

    /** What there is to see. */
    String summary();

    /** Why it cannot be played on this Redis; null if it can. */
    default @Nullable String notOffered() {
        return null;
    }

    /** The classes to read beside it, the main one first. */
    List<Class<?>> code();

    /**
     * Plays it.
     *
     * @return what was seen in the end
     */
    Verdict play(Play play) throws InterruptedException;
}
