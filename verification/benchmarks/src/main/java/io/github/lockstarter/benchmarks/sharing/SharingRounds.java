package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.CommandTrace;
import io.github.lockstarter.benchmarks.Progress;
import io.github.lockstarter.benchmarks.Redis;
import io.github.lockstarter.benchmarks.contest.Calls;
import io.github.lockstarter.benchmarks.contest.Outcome;
import io.github.lockstarter.benchmarks.report.Figure;
import io.github.lockstarter.benchmarks.report.Figures;
import io.github.lockstarter.benchmarks.report.Measured;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Lets both libraries run once a round, in an order that is drawn anew. */
final class SharingRounds {

    // What a client still sends after its last release belongs to the run.
    private static final long AFTERMATH = 20;

    private final SharingSettings settings;
    private final Redis redis;
    private final Opened opened;
    private final Crew crew;
    private final Random order;
    private final Map<Library, Map<String, Double>> shares = new EnumMap<>(Library.class);

    SharingRounds(SharingSettings settings, Redis redis, Opened opened, Crew crew) {
        this.settings = settings;
        this.redis = redis;
        this.opened = opened;
        this.crew = crew;
        order = new Random(settings.seed());
    }

    /** Lets each library run until its code is compiled. */
    void warmUp() {
        for (Library library : Library.values()) {
            turnout(Situation.READERS_APART_EMPTY, library, settings.firstMillis() / 2);
            turnout(Situation.PERMITS_APART_EMPTY, library, settings.firstMillis() / 2);
        }
        Progress.say("warm");
    }

    List<Run> run(Situation situation) {
        List<Library> libraries = new ArrayList<>(List.of(Library.values()));
        libraries.forEach(library -> warmUp(situation, library));
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= settings.roundsOf(situation); round++) {
            Collections.shuffle(libraries, order);
            for (int i = 0; i < libraries.size(); i++) {
                runs.add(run(situation, libraries.get(i), round, i + 1));
            }
        }
        Progress.say("%s: %d rounds", situation.id(), settings.roundsOf(situation));
        return runs;
    }

    private void warmUp(Situation situation, Library library) {
        try (CommandTrace trace = CommandTrace.start(redis.port())) {
            turnout(situation, library, settings.warmupMillis());
            shares.put(library, trace.shares());
        }
    }

    private Run run(Situation situation, Library library, int round, int place) {
        Turnout turnout = turnout(situation, library, settings.millisOf(situation));
        Map<String, Calls> calls = redis.calls();
        Map<Figure, Double> figures = Figures.of(
                situation.scenario(),
                new Outcome(turnout.window(), turnout.logbook(), calls, 0),
                shares.getOrDefault(library, Map.of()));
        Measured measured = new Measured(
                situation.id(),
                library.id(),
                round,
                place,
                figures,
                calls,
                turnout.logbook().failures());
        return new Run(
                situation,
                library,
                measured,
                turnout.writes(),
                turnout.inside().most(),
                turnout.inside().breaches());
    }

    private Turnout turnout(Situation situation, Library library, long millis) {
        List<Locks> instances = opened.get(library);
        redis.clear();
        instances.get(0).prepare();
        redis.countFromHere();
        Turnout turnout = crew.run(situation, instances, millis, settings.writeEvery());
        try {
            Thread.sleep(AFTERMATH);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between two runs.", e);
        }
        return turnout;
    }
}
