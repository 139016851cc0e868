package io.github.lockstarter.sample.story;

import java.util.List;

/** What the instances tell each other about a story. */
public final class StoryMessages {

    private StoryMessages() {}

    /** A story begins. */
    record StoryBegun(String run, String story) {}

    /** A new scene begins, with a clock of its own. */
    record SceneBegun(String run, String title) {}

    /**
     * Somebody did something.
     *
     * @param atMillis since the scene began
     */
    public record StoryEvent(String run, long atMillis, String actor, State state, Tone tone, String text) {}

    /** The story is over. */
    record StoryEnded(String run, Verdict verdict) {}

    /**
     * The job is due on all nodes at once.
     *
     * @param begunMillis when the scene began, by the wall clock
     */
    record JobDue(String run, String item, long begunMillis, List<Node> nodes) {}

    /** A node has done the job, or left it to another. */
    record JobEnd(String run, String node, boolean made) {}

    /**
     * Who starts the job.
     *
     * @param instance the id of the instance that does it for the node
     */
    record Node(String name, String instance) {}
}
