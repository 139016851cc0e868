package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.News;
import io.github.lockstarter.sample.story.StoryMessages.SceneBegun;
import io.github.lockstarter.sample.story.StoryMessages.StoryBegun;
import io.github.lockstarter.sample.story.StoryMessages.StoryEnded;
import io.github.lockstarter.sample.story.StoryMessages.StoryEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the pages of this instance show of the story that was played last, or is. Thread-safe. */
@Component
public class StoryBoard {

    /** After so long without a word from a story, its instance is gone. */
    private static final Duration SILENCE = Duration.ofSeconds(40);

    private final ApplicationEventPublisher events;

    // All that follows is guarded by this.
    private @Nullable StoryBegun begun;

    private final List<SceneShown> scenes = new ArrayList<>();

    private @Nullable Verdict verdict;

    private long heardNanos;

    StoryBoard(Bus bus, ApplicationEventPublisher events) {
        this.events = events;
        bus.on(StoryBegun.class, this::begin);
        bus.on(SceneBegun.class, this::begin);
        bus.on(StoryEvent.class, this::add);
        bus.on(StoryEnded.class, this::end);
    }

    private synchronized void begin(StoryBegun story) {
        begun = story;
        scenes.clear();
        verdict = null;
        show();
    }

    private synchronized void begin(SceneBegun scene) {
        if (isOn(scene.run())) {
            scenes.add(new SceneShown(scene.title(), new ArrayList<>()));
            show();
        }
    }

    private synchronized void add(StoryEvent event) {
        if (isOn(event.run()) && !scenes.isEmpty()) {
            scenes.get(scenes.size() - 1).events().add(event);
            show();
        }
    }

    private synchronized void end(StoryEnded end) {
        if (isOn(end.run())) {
            verdict = end.verdict();
            show();
        }
    }

    private boolean isOn(String run) {
        return begun != null && begun.run().equals(run);
    }

    @Scheduled(fixedDelay = 1_000)
    synchronized void forgetTheSilent() {
        if (begun != null && verdict == null && System.nanoTime() - heardNanos > SILENCE.toNanos()) {
            verdict = new Verdict(false, "Nothing more was heard: the instance that played the story is gone.");
            show();
        }
    }

    private void show() {
        heardNanos = System.nanoTime();
        events.publishEvent(new News("story", state()));
    }

    public synchronized State state() {
        List<SceneShown> copy = scenes.stream()
                .map(scene -> new SceneShown(scene.title(), List.copyOf(scene.events())))
                .toList();
        return new State(begun == null ? null : begun.run(), begun == null ? null : begun.story(), copy, verdict);
    }

    /** A scene as far as it has come. */
    public record SceneShown(String title, List<StoryEvent> events) {}

    /**
     * A story as far as it has come.
     *
     * @param run of which performance this is; null if none has been
     * @param verdict null while the story is played
     */
    public record State(
            @Nullable String run,
            @Nullable String story,
            List<SceneShown> scenes,
            @Nullable Verdict verdict) {}
}
