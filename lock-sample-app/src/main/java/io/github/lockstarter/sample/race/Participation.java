package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.race.RaceMessages.CancelRaces;
import io.github.lockstarter.sample.race.RaceMessages.ShareEnd;
import io.github.lockstarter.sample.race.RaceMessages.ShareProgress;
import io.github.lockstarter.sample.shared.Bus;
import io.github.lockstarter.sample.shared.Instances;
import io.github.lockstarter.sample.strategy.Strategies;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.dao.DataAccessException;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Brings this instance's share of the bidders when the bus tells of a race. One race at a time. */
@Component
class Participation implements DisposableBean {

    private static final Logger log = LoggerFactory.getLogger(Participation.class);

    private static final long PROGRESS_MILLIS = 150;

    private final Bus bus;

    private final Instances instances;

    private final Strategies strategies;

    private final ExecutorService executor = Executors.newSingleThreadExecutor(task -> new Thread(task, "race-share"));

    private volatile @Nullable RaceShare running;

    Participation(Bus bus, Instances instances, Strategies strategies) {
        this.bus = bus;
        this.instances = instances;
        this.strategies = strategies;
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
            running = share;
            executor.execute(() -> run(share));
        });
    }

    private void run(RaceShare share) {
        try {
            report(share, share.run());
        } catch (InterruptedException e) {
            log.debug("The application ends during a race");
        } catch (RuntimeException e) {
            log.warn("This instance's part of a race failed", e);
        } finally {
            running = null;
        }
    }

    private void report(RaceShare share, Tally tally) {
        String self = instances.self().id();
        bus.send(new ShareProgress(share.plan().id(), self, share.done()));
        bus.send(new ShareEnd(share.plan().id(), self, tally, share.isTimeUp()));
    }

    @Scheduled(fixedDelay = PROGRESS_MILLIS)
    void tellProgress() {
        RaceShare share = running;
        if (share != null) {
            try {
                bus.send(new ShareProgress(share.plan().id(), instances.self().id(), share.done()));
            } catch (DataAccessException e) {
                log.debug("Nobody hears how the race goes on: {}", e.getMessage());
            }
        }
    }

    private void cancel() {
        RaceShare share = running;
        if (share != null) {
            share.cancel();
        }
    }

    @Override
    public void destroy() {
        cancel();
        executor.shutdownNow();
    }
}
