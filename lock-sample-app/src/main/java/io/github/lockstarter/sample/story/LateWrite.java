package io.github.lockstarter.sample.story;

import io.github.lockstarter.sample.shared.Limits;
import io.github.lockstarter.sample.strategy.AnnotatedLock;
import io.github.lockstarter.sample.strategy.BiddingStrategy;
import io.github.lockstarter.sample.strategy.FencedLock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The holder comes back too late and writes. */
@Component
@Order(4)
class LateWrite implements Story {

    private final AnnotatedLock lock;

    private final ObjectProvider<FencedLock> fenced;

    private final Limits limits;

    private final LockWatches watches;

    LateWrite(AnnotatedLock lock, ObjectProvider<FencedLock> fenced, Limits limits, LockWatches watches) {
        this.lock = lock;
        this.fenced = fenced;
        this.limits = limits;
        this.watches = watches;
    }

    @Override
    public String id() {
        return "late-write";
    }

    @Override
    public String title() {
        return "The late write";
    }

    @Override
    public String summary() {
        return "Ann reads the price, stalls beyond her ttl, and writes over the bids that were made meanwhile. With FencedRedis the"
                + " server refuses her write.";
    }

    @Override
    public @Nullable String notOffered() {
        return limits.onFencing();
    }

    @Override
    public List<Class<?>> code() {
        return List.of(FencedLock.class, AnnotatedLock.class, LateWrite.class);
    }

    @Override
    public Verdict play(Play play) throws InterruptedException {
        Scene first = play.scene("With @DistributedLock alone");
        long lockOnly = bidsAfterAnnIsBack(play, first, lock);
        Scene second = play.scene("With FencedRedis");
        long withFence = bidsAfterAnnIsBack(play, second, fenced.getObject());
        return lockOnly < 2 && withFence == 2
                ? Verdict.asExpected(
                        ("Lock alone: after Bob's and Cid's bids the item has %d bid%s, since Ann wrote over them."
                                        + " With FencedRedis it has 2: Ann's write was refused.")
                                .formatted(lockOnly, lockOnly == 1 ? "" : "s"))
                : Verdict.OTHERWISE;
    }

    private long bidsAfterAnnIsBack(Play play, Scene scene, BiddingStrategy strategy) throws InterruptedException {
        Actor[] ann = new Actor[1];
        ann[0] = new Actor(scene, "Ann", () -> ann[0].stalls(1_800));
        Actor bob = new Actor(scene, "Bob", () -> Pause.millis(200));
        Actor cid = new Actor(scene, "Cid", () -> Pause.millis(200));
        try (LockWatch watch = watches.distributed(scene)) {
            play.start(() -> ann[0].bid(strategy));
            ann[0].awaitEntry();
            play.start(() -> bob.bid(strategy));
            bob.awaitEntry();
            play.start(() -> cid.bid(strategy));
            play.awaitAll();
        }
        return play.item(scene).bids();
    }
}
