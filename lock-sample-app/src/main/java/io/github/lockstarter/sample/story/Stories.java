package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.auction.Items;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.NotOfferedException;
import io.github.lockstarter.sample.shared.Stage;
import io.github.lockstarter.sample.shared.Stage.Turn;
import io.github.lockstarter.sample.shared.Workers;
import io.github.lockstarter.sample.story.StoryMessages.StoryBegun;
import io.github.lockstarter.sample.story.StoryMessages.StoryEnded;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Plays stories, one at a time. */
@Component
public class Stories {

    private static final Logger log = LoggerFactory.getLogger(Stories.class);

    private final List<Story> stories;

    private final Stage stage;

    private final Bus bus;

    private final Items items;

    private final Workers workers;

    Stories(List<Story> stories, Stage stage, Bus bus, Items items, Workers workers) {
        this.stories = stories;
        this.stage = stage;
        this.bus = bus;
        this.items = items;
        this.workers = workers;
    }

    public List<Story> all() {
        return stories;
    }

    /**
     * Starts, and returns at once with what names this performance.
     *
     * @throws UnknownStoryException if there is none of that id
     * @throws NotOfferedException if it cannot be played on this Redis
     * @throws io.github.lockstarter.sample.shared.StageTakenException if a race or a story is on
     * @throws io.github.lockstarter.sample.shared.ApplicationEndsException if nothing is begun any more
     */
    public String start(String id) {
        Story story = stories.stream()
                .filter(each -> each.id().equals(id))
                .findFirst()
                .orElseThrow(() -> new UnknownStoryException(id));
        if (story.notOffered() != null) {
            throw new NotOfferedException(story.title(), story.notOffered());
        }
        Turn turn = stage.enter();
        String run = UUID.randomUUID().toString().substring(0, 8);
        try {
            workers.execute("story", () -> play(story, run, turn));
            return run;
        } catch (RuntimeException e) {
            turn.close();
            throw e;
        }
    }

    private void play(Story story, String run, Turn turn) {
        try (turn) {
            bus.send(new StoryBegun(run, story.id()));
            bus.send(new StoryEnded(run, verdict(story, run)));
        }
    }

    private Verdict verdict(Story story, String run) {
        try (Play play = new Play(bus, items, run)) {
            return story.play(play);
        } catch (InterruptedException | StoryOverException e) {
            Thread.currentThread().interrupt();
            return new Verdict(false, "The story was broken off, because the application ends.");
        } catch (RuntimeException e) {
            log.warn("The story '{}' was broken off", story.title(), e);
            return new Verdict(false, "The story was broken off. The log of the application says why.");
        }
    }
}
