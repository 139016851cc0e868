package io.github.lockstarter.sample.race;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.sample.strategy.Bidder;
import io.github.lockstarter.sample.strategy.BiddingStrategy;
import io.github.lockstarter.sample.strategy.GaveUpException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One bidder of a race, on a thread of its own, who bids one more than the price again and again. */
final class Racer implements Bidder, Callable<Tally> {

    private static final Logger log = LoggerFactory.getLogger(Racer.class);

    /** Longer than any lock of the strategies lasts. */
    private static final Duration STALL = Duration.ofMillis(1_500);

    /** As long as callers of the locked strategies wait. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After so many in a row it is no use. */
    private static final int MOST_FAILURES = 3;

    private final RacePlan plan;

    private final int number;

    private final BiddingStrategy strategy;

    private final Finish finish;

    private final Runnable bidDone;

    private final Consumer<RuntimeException> failure;

    // Of the racer's thread only.
    private long accepted;
    private long overtaken;
    private long refused;
    private long gaveUp;
    private long failed;
    private int failuresInARow;
    private long retries;
    private boolean stallAhead;
    private long givesUpAtNanos;

    /**
     * @param number of all bidders of the race; number 0 is the one who stalls
     * @param bidDone told after each bid, however it ended
     * @param failure told what Redis failed with
     */
    Racer(
            RacePlan plan,
            int number,
            BiddingStrategy strategy,
            Finish finish,
            Runnable bidDone,
            Consumer<RuntimeException> failure) {
        this.plan = plan;
        this.number = number;
        this.strategy = strategy;
        this.finish = finish;
        this.bidDone = bidDone;
        this.failure = failure;
    }

    @Override
    public Tally call() throws InterruptedException {
        long began = System.nanoTime();
        try {
            for (int bid = 0; bid < plan.bids() && !finish.isCalled() && failuresInARow < MOST_FAILURES; bid++) {
                stallAhead = stalls() && bid == plan.bids() / 2;
                bid();
                bidDone.run();
            }
        } catch (RaceOverException e) {
            log.trace("{} leaves the race", name());
        }
        long nanos = Math.max(1, System.nanoTime() - began);
        List<Double> speeds = stalls() ? List.of() : List.of(accepted * 1e9 / nanos);
        return new Tally(accepted, overtaken, refused, gaveUp, failed, retries, nanos / 1_000_000, speeds);
    }

    private void bid() throws InterruptedException {
        givesUpAtNanos = System.nanoTime() + PATIENCE.toNanos();
        try {
            strategy.bid(plan.item(), this);
            accepted++;
            failuresInARow = 0;
        } catch (LeaseLostException e) {
            if (e.methodCompleted()) {
                overtaken++;
            } else {
                refused++;
            }
        } catch (GaveUpException | LockNotAcquiredException e) {
            gaveUp++;
        } catch (RaceOverException e) {
            throw e;
        } catch (RuntimeException e) {
            failed++;
            failuresInARow++;
            failure.accept(e);
        }
    }

    @Override
    public String name() {
        return "bidder " + (number + 1);
    }

    @Override
    public void thinks() {
        if (stallAhead) {
            stallAhead = false;
            finish.pause(STALL.toMillis());
        } else {
            finish.pause(plan.sectionMillis());
        }
    }

    @Override
    public void triesAgain() {
        retries++;
        finish.check();
        if (System.nanoTime() - givesUpAtNanos >= 0) {
            throw new GaveUpException(name());
        }
    }

    private boolean stalls() {
        return plan.stall() && number == 0;
    }
}
