package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/** Holds a lease for up to three times its ttl, kept by renewal, and asks it all the while. */
final class RenewedTask implements Task {

    private final StarterLocking locking;
    private final Journal journal;

    RenewedTask(StarterLocking locking, Journal journal) {
        this.locking = locking;
        this.journal = journal;
    }

    @Override
    public Workload workload() {
        return Workload.RENEWED;
    }

    @Override
    public void run(Random random) {
        Key key = Workload.RENEWED.key(0);
        Duration ttl = Workload.RENEWED.ttl();
        journal.hold(
                List.of(key),
                () -> locking.acquire(StarterLocking.request(List.of(key), ttl, Duration.ofSeconds(4))
                        .renew(true)),
                (held, tenancy) -> {
                    long end = System.nanoTime() + (long) (ttl.toNanos() * 3 * random.nextDouble());
                    while (System.nanoTime() - end < 0) {
                        Dwell.nanos(TimeUnit.MILLISECONDS.toNanos(10));
                        tenancy.look();
                    }
                });
    }
}
