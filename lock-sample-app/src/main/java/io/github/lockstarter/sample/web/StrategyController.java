package io.github.lockstarter.sample.web;

import io.github.lockstarter.sample.page.SourceCode;
import io.github.lockstarter.sample.strategy.Strategies;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The strategies of races, with their code. */
@RestController
class StrategyController {

    private final List<Shown> strategies;

    StrategyController(Strategies strategies) {
        this.strategies = strategies.all().stream()
                .map(each -> new Shown(
                        each.id(), each.title(), each.summary(), each.notOffered(), SourceCode.of(each.code())))
                .toList();
    }

    @GetMapping(path = "/api/strategies", produces = MediaType.APPLICATION_JSON_VALUE)
    List<Shown> all() {
        return strategies;
    }

    private record Shown(
            String id,
            String title,
            String summary,
            @Nullable String notOffered,
            SourceCode code) {}
}
