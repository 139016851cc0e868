package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.story.StoryMessages.StoryEvent;

/** A part of a story, with a clock of its own. Thread-safe. */
final class Scene {

    private final Bus bus;

    private final String run;

    private final String item;

    private final long begunMillis;

    Scene(Bus bus, String run, String item, long begunMillis) {
        this.bus = bus;
        this.run = run;
        this.item = item;
        this.begunMillis = begunMillis;
    }

    /** The item that it is about. */
    String item() {
        return item;
    }

    String run() {
        return run;
    }

    /** When it began, by the wall clock. */
    long begunMillis() {
        return begunMillis;
    }

    /** Since it began. By the wall clock, which the instances share more or less. */
    long nowMillis() {
        return Math.max(0, System.currentTimeMillis() - begunMillis);
    }

    void tell(String actor, State state, Tone tone, String text) {
        bus.send(new StoryEvent(run, nowMillis(), actor, state, tone, text));
    }
}
