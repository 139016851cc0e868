package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.SharedCounters;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Adds one to a counter that never fails, and never asks whether it may still: what is lost there shows why fencing exists. */
final class CounterTask implements Task {

    private static final int TOO_LONG_ONCE_IN = 100;

    private final Locking locking;
    private final Journal journal;
    private final SharedCounters counters;

    CounterTask(Locking locking, Journal journal, SharedCounters counters) {
        this.locking = locking;
        this.journal = journal;
        this.counters = counters;
    }

    @Override
    public Workload workload() {
        return Workload.COUNTER;
    }

    @Override
    public void run(Random random) {
        Key key = Workload.COUNTER.key(random.nextInt(Workload.COUNTER.keys()));
        Duration ttl = Workload.COUNTER.ttl();
        journal.hold(List.of(key), () -> locking.acquire(key, ttl, Duration.ofSeconds(2)), (held, tenancy) -> {
            long value = counters.read(key.number());
            Dwell.aMoment(random, ttl, TOO_LONG_ONCE_IN);
            counters.write(key.number(), value + 1);
            tenancy.written(value + 1);
        });
    }
}
