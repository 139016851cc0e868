package io.github.lockstarter.sample.story;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.sample.strategy.AnnotatedLock;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The holder works for longer than its ttl, but listens. */
@Component
@Order(3)
class ExpirySignal implements Story {

    private final AnnotatedLock lock;

    private final LockWatches watches;

    ExpirySignal(AnnotatedLock lock, LockWatches watches) {
        this.lock = lock;
        this.watches = watches;
    }

    @Override
    public String id() {
        return "expiry-signal";
    }

    @Override
    public String title() {
        return "The expiry signal";
    }

    @Override
    public String summary() {
        return "Ann's work takes longer than her lock lasts. She is told as soon as it ends, and stops without writing.";
    }

    @Override
    public List<Class<?>> code() {
        return List.of(ExpirySignal.class, AnnotatedLock.class);
    }

    @Override
    public Verdict play(Play play) throws InterruptedException {
        Scene scene = play.scene("With @DistributedLock, ttl = 1s");
        AtomicLong signalledMillis = new AtomicLong(Long.MAX_VALUE);
        Actor ann = new Actor(scene, "Ann", () -> worksStepByStep(scene, signalledMillis));
        Actor bob = new Actor(scene, "Bob", () -> Pause.millis(300));
        try (LockWatch watch = watches.distributed(scene)) {
            play.start(() -> ann.bid(lock));
            ann.awaitEntry();
            play.start(() -> bob.bid(lock));
            play.awaitAll();
        }
        long before = bob.enteredMillis() - signalledMillis.get();
        boolean isTold = signalledMillis.get() < Long.MAX_VALUE;
        return isTold && ann.end() == Actor.End.REFUSED
                ? Verdict.asExpected("Ann was told %d ms %s Bob came in, and wrote nothing; the price is %s, Bob's bid."
                        .formatted(
                                Math.abs(before),
                                before >= 0 ? "before" : "after",
                                play.item(scene).price()))
                : Verdict.OTHERWISE;
    }

    private static void worksStepByStep(Scene scene, AtomicLong signalledMillis) {
        Lease lease = CurrentLease.require();
        lease.lost().thenAccept(loss -> {
            signalledMillis.set(scene.nowMillis());
            scene.tell("Ann", State.LATE, Tone.GOOD, "gets the signal: her lease is over (" + loss.reason() + ")");
        });
        for (int step = 1; step <= 10; step++) {
            lease.requireValid(); // LeaseLostException, before anything is written
            scene.tell("Ann", State.INSIDE, Tone.PLAIN, "works: step " + step + " of 10");
            Pause.millis(190);
        }
    }
}
