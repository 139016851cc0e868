package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.race.RaceMessages.CancelRaces;
import io.github.lockstarter.sample.race.RaceMessages.ShareEnd;
import io.github.lockstarter.sample.race.RaceMessages.ShareProgress;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.shared.Workers;
import io.github.lockstarter.sample.strategy.Strategies;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Brings this instance's share of the bidders when the bus tells of a race. One race at a time. */
@Component
class Participation {

    private static final Logger log = LoggerFactory.getLogger(Participation.class);

    private static final long PROGRESS_MILLIS = 150;

    private static final int TRIES = 60;

    private static final long PAUSE_MILLIS = 1_000;

    private final Bus bus;

    private final Instances instances;

    private final Series series;

    private final Strategies strategies;

    private final Workers workers;

    private final AtomicReference<@Nullable RaceShare> running = new AtomicReference<>();

    Participation(Bus bus, Instances instances, Series series, Strategies strategies, Workers workers) {
        this.bus = bus;
        this.instances = instances;
        this.series = series;
        this.strategies = strategies;
        this.workers = workers;
        bus.on(RacePlan.class, this::takePart);
        bus.on(CancelRaces.class, message -> cancel());
    }

    private void takePart(RacePlan plan) {
        List<Integer> bidders = plan.biddersOf(instances.self().id());
        if (bidders.isEmpty()) {
            return;
        }
        strategies.find(plan.strategy()).ifPresent(choice -> {
            RaceShare share = new RaceShare(plan, choice.strategy(), bidders);
            running.set(share);
            if (series.isCancelled(plan.series())) {
                share.cancel();
            }
            workers.execute("race-share", () -> run(share));
        });
    }

    private void run(RaceShare share) {
        try {
            tell(new ShareEnd(share.plan().id(), instances.self().id(), share.run(), share.isTimeUp()));
        } catch (InterruptedException e) {
            log.debug("The application ends during a race");
        } finally {
            running.compareAndSet(share, null);
        }
    }

    /** Again and again: the one who started the race waits for it. */
    private void tell(ShareEnd end) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            try {
                bus.send(end);
                return;
            } catch (DataAccessException e) {
                if (tries == TRIES) {
                    throw e;
                }
                Thread.sleep(PAUSE_MILLIS);
            }
        }
    }

    @Scheduled(fixedDelay = PROGRESS_MILLIS)
    void lookAfterTheRace() {
        RaceShare share = running.get();
        if (share == null) {
            return;
        }
        if (!instances.isThere(share.plan().owner())) {
            log.info("The instance that started the race is gone: its race ends");
            share.cancel();
        }
        try {
            bus.send(new ShareProgress(share.plan().id(), instances.self().id(), share.done()));
        } catch (DataAccessException e) {
            log.debug("Nobody hears how the race goes on: {}", e.getMessage());
        }
    }

    private void cancel() {
        RaceShare share = running.get();
        if (share != null) {
            share.cancel();
        }
    }
}
