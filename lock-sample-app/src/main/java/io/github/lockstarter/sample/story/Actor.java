package io.github.lockstarter.sample.story;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.sample.strategy.Bidder;
import io.github.lockstarter.sample.strategy.BiddingStrategy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Somebody who bids in a scene, and tells of each step. Acts on one thread; others may ask. */
final class Actor implements Bidder {

    private static final long LIMIT_SECONDS = 15;

    /** How a bid ended. */
    enum End {
        ACCEPTED,
        /** Written, and told afterwards that the lock had been lost. */
        TOLD_AFTERWARDS,
        /** Not written: the lock was lost before. */
        REFUSED
    }

    private final Scene scene;

    private final String name;

    private final Runnable thought;

    private final CountDownLatch entered = new CountDownLatch(1);

    private volatile long enteredMillis;

    private volatile long leftMillis;

    private volatile End end = End.REFUSED;

    /** Of this actor's thread only. */
    private State state = State.AWAY;

    /** @param thought what happens between reading the price and writing a higher one */
    Actor(Scene scene, String name, Runnable thought) {
        this.scene = scene;
        this.name = name;
        this.thought = thought;
    }

    @Override
    public String name() {
        return name;
    }

    /** Bids, and tells how it ends. */
    void bid(BiddingStrategy strategy) {
        tell(State.WAITING, "wants to bid");
        try {
            strategy.bid(scene.item(), this);
            left(End.ACCEPTED, Tone.PLAIN, "is told: accepted");
        } catch (LeaseLostException e) {
            if (e.methodCompleted()) {
                left(
                        End.TOLD_AFTERWARDS,
                        Tone.BAD,
                        "has written, too late: LeaseLostException says that the lock was lost before");
            } else {
                left(End.REFUSED, Tone.GOOD, "leaves with LeaseLostException: nothing was written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StoryOverException();
        }
    }

    private void left(End how, Tone tone, String text) {
        end = how;
        tell(State.AWAY, tone, text);
    }

    @Override
    public void thinks() {
        enteredMillis = scene.nowMillis();
        tell(State.INSIDE, "is in, and has read the price");
        entered.countDown();
        thought.run();
        leftMillis = scene.nowMillis();
        tell(state, "wants to write a new price");
    }

    /** Does nothing for so long. */
    void stalls(long millis) {
        Pause.millis(200);
        tell(State.STALLED, Tone.BAD, "stalls: a long garbage collection, say");
        Pause.millis(millis - 300);
        tell(State.LATE, Tone.BAD, "goes on as if nothing had been");
        Pause.millis(100);
    }

    @Override
    public void triesAgain() {
        if (Thread.currentThread().isInterrupted()) {
            throw new StoryOverException();
        }
    }

    /** Waits for the entry. */
    void awaitEntry() throws InterruptedException {
        if (!entered.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(name + " did not get in.");
        }
    }

    void tell(State now, String text) {
        tell(now, Tone.PLAIN, text);
    }

    void tell(State now, Tone tone, String text) {
        state = now;
        scene.tell(name, now, tone, text);
    }

    long enteredMillis() {
        return enteredMillis;
    }

    /** When the bid was about to be written; what follows that is the release. */
    long leftMillis() {
        return leftMillis;
    }

    End end() {
        return end;
    }
}
