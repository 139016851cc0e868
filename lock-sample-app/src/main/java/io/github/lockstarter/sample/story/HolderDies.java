package io.github.lockstarter.sample.story;

import java.util.List;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/** The holder is a process of its own, which is killed. */
@Component
@Order(1)
class HolderDies implements Story {

    private final RenewedLock lock;

    private final Visitors visitors;

    private final LockWatches watches;

    HolderDies(RenewedLock lock, Visitors visitors, LockWatches watches) {
        this.lock = lock;
        this.visitors = visitors;
        this.watches = watches;
    }

    @Override
    public String id() {
        return "holder-dies";
    }

    @Override
    public String title() {
        return "The holder dies";
    }

    @Override
    public String summary() {
        return "Ann, in a JVM of her own, keeps the lock for as long as she lives, and is killed. Nobody can release it for her; its ttl frees it.";
    }

    @Override
    public List<Class<?>> code() {
        return List.of(RenewedLock.class, HolderDies.class);
    }

    @Override
    public Verdict play(Play play) throws InterruptedException {
        Scene scene = play.scene("With @DistributedLock(ttl = 1s, renew = true)");
        try (LockWatch watch = watches.distributed(scene);
                Visitor ann = visitors.send(scene.item())) {
            scene.tell("Ann", State.AWAY, Tone.PLAIN, "starts: a JVM of her own, process " + ann.pid());
            ann.awaitEntry();
            scene.tell("Ann", State.INSIDE, Tone.PLAIN, "is in, and has read the price");
            Actor bob = new Actor(scene, "Bob", () -> Pause.millis(300));
            play.start(() -> bob.bid(lock));
            Pause.millis(1_500);
            ann.kill();
            long died = scene.nowMillis();
            scene.tell("Ann", State.DEAD, Tone.BAD, "is killed, with SIGKILL: nobody releases her lock");
            play.awaitAll();
            long waited = bob.enteredMillis() - died;
            return bob.end() == Actor.End.ACCEPTED && waited > 0
                    ? Verdict.asExpected(
                            "Bob came in %d ms after Ann had died: when the ttl of her lock was over, without anybody's help."
                                    .formatted(waited))
                    : Verdict.OTHERWISE;
        }
    }
}
