package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.page.SourceCode;
import io.github.lockstarter.sample.story.Stories;
import io.github.lockstarter.sample.story.Story;
import io.github.lockstarter.sample.story.StoryBoard;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Stories of locks. */
@RestController
@RequestMapping(path = "/api/stories", produces = MediaType.APPLICATION_JSON_VALUE)
class StoryController {

    private final Stories stories;

    private final StoryBoard board;

    private final List<Shown> all;

    StoryController(Stories stories, StoryBoard board) {
        this.stories = stories;
        this.board = board;
        this.all = stories.all().stream().map(Shown::of).toList();
    }

    @GetMapping
    List<Shown> all() {
        return all;
    }

    /** The story that was played last, as far as it has come. */
    @GetMapping("/last")
    StoryBoard.State last() {
        return board.state();
    }

    @PostMapping("/{id}")
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started start(@PathVariable String id) {
        return new Started(stories.start(id));
    }

    private record Started(String run) {}

    private record Shown(
            String id,
            String title,
            String summary,
            @Nullable String notOffered,
            List<SourceCode> code) {

        static Shown of(Story story) {
            return new Shown(
                    story.id(),
                    story.title(),
                    story.summary(),
                    story.notOffered(),
                    story.code().stream().map(SourceCode::of).toList());
        }
    }
}
