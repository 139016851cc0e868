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

    private final Map<String, Integer> done = new HashMap<>();

    private final Map<String, RaceResult> results = new LinkedHashMap<>();

    private long heardNanos;

    RaceBoard(Bus bus, ApplicationEventPublisher events) {
        this.events = events;
        bus.on(RacePlan.class, this::begin);
        bus.on(ShareProgress.class, this::goOn);
        bus.on(RaceResult.class, this::end);
        bus.on(RacesOver.class, message -> clear());
    }

    private synchronized void begin(RacePlan begun) {
        plan = begun;
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
        results.put(result.strategy() + (result.stall() ? "+stall" : ""), result);
        show();
    }

    private synchronized void clear() {
        plan = null;
        show();
    }

    @Scheduled(fixedDelay = 1_000)
    synchronized void forgetTheSilent() {
        if (plan != null && System.nanoTime() - heardNanos > SILENCE.toNanos()) {
            clear();
        }
    }

    private void show() {
        heardNanos = System.nanoTime();
        events.publishEvent(new News("race", state()));
    }

    public synchronized State state() {
        int sum = done.values().stream().mapToInt(Integer::intValue).sum();
        return new State(plan, sum, List.copyOf(results.values()));
    }

    /**
     * @param plan of the race that is on, null if none is
     * @param done how many of its bids have been made
     */
    public record State(@Nullable RacePlan plan, int done, List<RaceResult> results) {}
}
