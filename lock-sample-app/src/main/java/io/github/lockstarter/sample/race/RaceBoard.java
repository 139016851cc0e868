package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.race.RaceMessages.RacesOver;
import io.github.lockstarter.sample.race.RaceMessages.ShareProgress;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.News;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** What the pages of this instance show of races: the one that is on, and the last result of each kind. Thread-safe. */
@Component
public class RaceBoard {

    /** After so long without a word from a race, its instances are gone. */
    private static final Duration SILENCE = Duration.ofSeconds(20);

    private final ApplicationEventPublisher events;

    // All that follows is guarded by this.
    private @Nullable RacePlan plan;

    private @Nullable String trouble;

    private final Map<String, Integer> done = new HashMap<>();

    private final Map<String, RaceResult> results = new LinkedHashMap<>();

    private long heardNanos;

    RaceBoard(Bus bus, ApplicationEventPublisher events) {
        this.events = events;
        bus.on(RacePlan.class, this::begin);
        bus.on(ShareProgress.class, this::goOn);
        bus.on(RaceResult.class, this::end);
        bus.on(RacesOver.class, this::end);
    }

    private synchronized void begin(RacePlan begun) {
        plan = begun;
        trouble = null;
        done.clear();
        show();
    }

    private synchronized void goOn(ShareProgress progress) {
        if (plan != null && plan.id().equals(progress.race())) {
            done.put(progress.instance(), progress.done());
            show();
        }
    }

    private synchronized void end(RaceResult result) {
        // The newest last.
        results.remove(keyOf(result));
        results.put(keyOf(result), result);
        show();
    }

    private static String keyOf(RaceResult result) {
        return result.strategy() + (result.stall() ? "+stall" : "");
    }

    private synchronized void end(RacesOver over) {
        if (plan == null || plan.series().equals(over.series())) {
            plan = null;
            done.clear();
            trouble = over.trouble();
            show();
        }
    }

    @Scheduled(fixedDelay = 1_000)
    synchronized void forgetTheSilent() {
        if (plan != null && System.nanoTime() - heardNanos > SILENCE.toNanos()) {
            plan = null;
            trouble = "Nothing more was heard of the race: its instance is gone.";
            show();
        }
    }

    private void show() {
        heardNanos = System.nanoTime();
        events.publishEvent(new News("race", state()));
    }

    public synchronized State state() {
        int sum = done.values().stream().mapToInt(Integer::intValue).sum();
        return new State(plan, sum, trouble, List.copyOf(results.values()));
    }

    /**
     * @param plan of the race that is on, null if none is
     * @param done how many of its bids have been made
     * @param trouble why the last one was broken off, null if it was not
     */
    public record State(
            @Nullable RacePlan plan, int done, @Nullable String trouble, List<RaceResult> results) {}
}
