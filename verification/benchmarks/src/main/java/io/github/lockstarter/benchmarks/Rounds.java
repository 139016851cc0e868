package io.github.lockstarter.benchmarks;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.Outcome;
import io.github.lockstarter.benchmarks.contest.Scenario;
import io.github.lockstarter.benchmarks.report.Figure;
import io.github.lockstarter.benchmarks.report.Figures;
import io.github.lockstarter.benchmarks.report.Measured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lets all contenders of a scenario run once a round, in an order that changes from round to round. */
final class Rounds {
    private static final Runnable NOTHING = () -> {};

    private final Settings settings;
    private final Redis redis;
    private final Jvms jvms;
    private final Random order;
    private final Map<Kind, Map<String, Double>> shares = new EnumMap<>(Kind.class);

    Rounds(Settings settings, Redis redis, Jvms jvms) {
        this.settings = settings;
        this.redis = redis;
        this.jvms = jvms;
        order = new Random(settings.seed());
    }

    /** Lets every contender run in all JVMs until their code is compiled. */
    void warmUp() {
        Scenario first = new Scenario("first", settings.mostJvms(), 4, false, 0, 1);
        settings.kinds().forEach(kind -> jvms.run(first, kind, settings.firstMillis(), NOTHING));
        Progress.say("warm");
    }

    List<Measured> run(Scenario scenario) {
        List<Kind> kinds = new ArrayList<>(settings.kindsOf(scenario));
        kinds.forEach(kind -> warmUp(scenario, kind));
        List<Measured> measured = new ArrayList<>();
        int rounds = settings.rounds() * scenario.cuts();
        for (int round = 1; round <= rounds; round++) {
            Collections.shuffle(kinds, order);
            for (int i = 0; i < kinds.size(); i++) {
                measured.add(run(scenario, kinds.get(i), round, i + 1));
            }
            Progress.say("%s: round %d of %d", scenario.name(), round, rounds);
        }
        return measured;
    }

    private void warmUp(Scenario scenario, Kind kind) {
        try (CommandTrace trace = CommandTrace.start(redis.port())) {
            jvms.run(scenario, kind, settings.warmupMillis(), NOTHING);
            shares.put(kind, trace.shares());
        }
    }

    private Measured run(Scenario scenario, Kind kind, int round, int place) {
        Outcome outcome = jvms.run(scenario, kind, settings.millis() / scenario.cuts(), NOTHING);
        Map<Figure, Double> figures = Figures.of(scenario, outcome, shares.getOrDefault(kind, Map.of()));
        List<String> failures = outcome.logbook().failures();
        failures.stream()
                .limit(1)
                .forEach(failure -> Progress.say("%s: %s gave up: %s", scenario.name(), kind.id(), failure));
        return new Measured(scenario.name(), kind.id(), round, place, figures, outcome.calls(), failures);
    }
}
