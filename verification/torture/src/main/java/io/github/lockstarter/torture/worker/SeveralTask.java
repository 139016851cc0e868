package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Takes two or three keys at once, in any order. */
final class SeveralTask implements Task {

    private final StarterLocking locking;
    private final Journal journal;

    SeveralTask(StarterLocking locking, Journal journal) {
        this.locking = locking;
        this.journal = journal;
    }

    @Override
    public Workload workload() {
        return Workload.SEVERAL;
    }

    @Override
    public void run(Random random) {
        List<Key> all = new ArrayList<>();
        for (int i = 0; i < Workload.SEVERAL.keys(); i++) {
            all.add(Workload.SEVERAL.key(i));
        }
        Collections.shuffle(all, random);
        List<Key> keys = all.subList(0, 2 + random.nextInt(2));
        Duration ttl = Workload.SEVERAL.ttl();
        journal.hold(
                keys,
                () -> locking.acquire(StarterLocking.request(keys, ttl, Duration.ofSeconds(2))),
                (held, tenancy) -> Dwell.aMoment(random, ttl, 200));
    }
}
