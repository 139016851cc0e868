package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.strategy.AnnotatedLock;
import io.github.lockstarter.sample.strategy.BiddingStrategy;
import io.github.lockstarter.sample.strategy.NaiveLock;
import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The holder stalls beyond its ttl, and releases a lock that is another's by then. */
@Component
@Order(2)
class HolderStalls implements Story {

    private final NaiveLock naive;

    private final AnnotatedLock lock;

    private final LockWatches watches;

    HolderStalls(NaiveLock naive, AnnotatedLock lock, LockWatches watches) {
        this.naive = naive;
        this.lock = lock;
        this.watches = watches;
    }

    @Override
    public String id() {
        return "holder-stalls";
    }

    @Override
    public String title() {
        return "The holder stalls, and another comes in";
    }

    @Override
    public String summary() {
        return "Ann stalls for longer than her lock lasts. Bob comes in; then Ann releases. The naive lock deletes Bob's lock,"
                + " and Cid comes in beside Bob. Ours compares the token, refuses, and Cid waits.";
    }

    @Override
    public List<Class<?>> code() {
        return List.of(NaiveLock.class, AnnotatedLock.class, HolderStalls.class);
    }

    @Override
    public Verdict play(Play play) throws InterruptedException {
        boolean withNaive;
        Scene first = play.scene("With the naive lock");
        try (LockWatch watch = watches.naive(first)) {
            withNaive = cidComesInBesideBob(play, first, naive);
        }
        Scene second = play.scene("With @DistributedLock");
        boolean withOurs;
        try (LockWatch watch = watches.distributed(second)) {
            withOurs = cidComesInBesideBob(play, second, lock);
        }
        return withNaive && !withOurs
                ? Verdict.asExpected("Naive lock: Ann deleted Bob's lock, and Cid was in together with Bob."
                        + " @DistributedLock: Ann's release was refused, and Cid waited until Bob was out.")
                : Verdict.OTHERWISE;
    }

    private static boolean cidComesInBesideBob(Play play, Scene scene, BiddingStrategy strategy)
            throws InterruptedException {
        Actor[] ann = new Actor[1];
        ann[0] = new Actor(scene, "Ann", () -> ann[0].stalls(1_500));
        Actor bob = new Actor(scene, "Bob", () -> Pause.millis(850));
        Actor cid = new Actor(scene, "Cid", () -> Pause.millis(300));
        play.start(() -> {
            ann[0].bid(strategy);
            if (ann[0].end() == Actor.End.ACCEPTED) {
                ann[0].tell(State.AWAY, Tone.BAD, "has deleted the key, in finally: it was Bob's lock");
            }
        });
        ann[0].awaitEntry();
        play.start(() -> bob.bid(strategy));
        bob.awaitEntry();
        play.start(() -> cid.bid(strategy));
        play.awaitAll();
        return cid.enteredMillis() < bob.leftMillis();
    }
}
