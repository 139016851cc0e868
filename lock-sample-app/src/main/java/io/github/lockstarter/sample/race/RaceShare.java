package io.github.lockstarter.sample.race;

import io.github.lockstarter.sample.strategy.BiddingStrategy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bidders of a race that one instance brings. */
final class RaceShare {

    private static final Logger log = LoggerFactory.getLogger(RaceShare.class);

    static final Duration TIME_LIMIT = Duration.ofSeconds(60);

    private final RacePlan plan;

    private final BiddingStrategy strategy;

    private final List<Integer> bidders;

    private final Finish finish = new Finish(TIME_LIMIT.toNanos());

    private final AtomicInteger done = new AtomicInteger();

    private final AtomicBoolean failureTold = new AtomicBoolean();

    RaceShare(RacePlan plan, BiddingStrategy strategy, List<Integer> bidders) {
        this.plan = plan;
        this.strategy = strategy;
        this.bidders = bidders;
    }

    /** Races, and returns when all its bidders have ended. */
    Tally run() throws InterruptedException {
        AtomicInteger threads = new AtomicInteger();
        ExecutorService executor = Executors.newFixedThreadPool(
                bidders.size(), task -> new Thread(task, "bidder-" + threads.incrementAndGet()));
        try {
            List<Racer> racers = bidders.stream()
                    .map(number -> new Racer(plan, number, strategy, finish, done::incrementAndGet, this::tell))
                    .toList();
            return sum(executor.invokeAll(racers));
        } finally {
            finish.call();
            executor.shutdownNow();
        }
    }

    /** The first one: others will be much the same. */
    private void tell(RuntimeException failure) {
        if (failureTold.compareAndSet(false, true)) {
            log.warn("Bids fail: {}", failure.toString());
        }
    }

    private static Tally sum(List<Future<Tally>> ended) throws InterruptedException {
        Tally sum = Tally.NOTHING;
        for (Future<Tally> each : ended) {
            try {
                sum = sum.plus(each.get());
            } catch (ExecutionException e) {
                log.warn("A bidder broke down", e.getCause());
                sum = sum.plus(Tally.ONE_FAILED);
            }
        }
        return sum;
    }

    void cancel() {
        finish.call();
    }

    /** How many bids have been made, however they ended. */
    int done() {
        return done.get();
    }

    boolean isTimeUp() {
        return finish.isTimeUp();
    }

    RacePlan plan() {
        return plan;
    }
}
