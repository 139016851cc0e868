package io.github.lockstarter.benchmarks.redlock;

import io.github.lockstarter.benchmarks.CommandTrace;
import io.github.lockstarter.benchmarks.Progress;
import io.github.lockstarter.benchmarks.contest.Calls;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

/** Lets all ways run once a round, in an order that changes from round to round. */
final class Bouts {

    // What a client still sends, and does not wait for, belongs to the run: until the servers were asked nothing for so
    // long.
    private static final long QUIET = 20;

    private static final int MOST_LOOKS = 100;

    private final RedlockSettings settings;
    private final Masters masters;
    private final Opened opened;
    private final Crew crew;
    private final Random order;
    private final Map<Way, Map<String, Double>> shares = new EnumMap<>(Way.class);

    Bouts(RedlockSettings settings, Masters masters, Opened opened, Crew crew) {
        this.settings = settings;
        this.masters = masters;
        this.opened = opened;
        this.crew = crew;
        order = new Random(settings.seed());
    }

    /** Lets every way run until its code is compiled. */
    void warmUp() {
        for (Way way : Way.values()) {
            crew.run(Situation.THREADS, opened.get(way), settings.firstMillis() / 2);
            crew.run(Situation.OTHER_KEYS, opened.get(way), settings.firstMillis() / 2);
        }
        Progress.say("warm");
    }

    List<Run> run(Situation situation) {
        List<Way> ways = new ArrayList<>(List.of(Way.values()));
        ways.forEach(way -> warmUp(situation, way));
        List<Run> runs = new ArrayList<>();
        for (int round = 1; round <= settings.rounds(); round++) {
            Collections.shuffle(ways, order);
            for (int i = 0; i < ways.size(); i++) {
                runs.add(run(situation, ways.get(i), round, i + 1));
            }
        }
        Progress.say("%s: %d rounds", situation.id(), settings.rounds());
        return runs;
    }

    private void warmUp(Situation situation, Way way) {
        try (CommandTrace trace = masters.trace()) {
            crew.run(situation, opened.get(way), settings.warmupMillis());
            callsOnceQuiet();
            shares.put(way, trace.shares());
        }
    }

    private Run run(Situation situation, Way way, int round, int place) {
        masters.clear();
        Expense before = Expense.now();
        List<Times> times = crew.run(situation, opened.get(way), settings.millis());
        Expense expense = Expense.now().since(before);
        Map<String, Calls> calls = callsOnceQuiet();
        Map<Measure, Double> measures =
                Reckoning.of(way, settings.millis(), times, expense, calls, shares.getOrDefault(way, Map.of()));
        return new Run(situation, way, round, place, measures, calls, failures(times));
    }

    private static List<String> failures(List<Times> times) {
        return times.stream()
                .map(Times::failure)
                .flatMap(Stream::ofNullable)
                .map(Objects::toString)
                .toList();
    }

    private Map<String, Calls> callsOnceQuiet() {
        Map<String, Calls> calls = masters.calls();
        for (int look = 0; look < MOST_LOOKS; look++) {
            pause();
            Map<String, Calls> more = masters.calls();
            if (more.equals(calls)) {
                return more;
            }
            calls = more;
        }
        throw new IllegalStateException("The servers are asked all the time, though nobody locks.");
    }

    private static void pause() {
        try {
            Thread.sleep(QUIET);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted between two runs.", e);
        }
    }
}
