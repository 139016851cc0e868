package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.race.RaceBoard;
import io.github.lockstarter.sample.race.Races;
import jakarta.validation.Valid;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Races between bidders. */
@RestController
@RequestMapping(path = "/api/races", produces = MediaType.APPLICATION_JSON_VALUE)
class RaceController {

    private final Races races;

    private final RaceBoard board;

    RaceController(Races races, RaceBoard board) {
        this.races = races;
        this.board = board;
    }

    /** The race that is on, and the last result of each strategy. */
    @GetMapping
    RaceBoard.State show() {
        return board.state();
    }

    /** Starts, and answers with the ids of the races, which their results have, too. */
    @PostMapping
    @ResponseStatus(HttpStatus.ACCEPTED)
    Started start(@Valid @RequestBody NewRace race) {
        return new Started(races.start(race.order()));
    }

    @DeleteMapping
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void cancel() {
        races.cancel();
    }

    private record Started(List<String> races) {}
}
