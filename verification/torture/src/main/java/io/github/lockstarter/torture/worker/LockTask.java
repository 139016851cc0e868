package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Waits for one of the workload's keys for so long, and holds it for a moment; once in so many times for long. */
final class LockTask implements Task {

    private final Workload workload;
    private final KeyChoice choice;
    private final Locking locking;
    private final Journal journal;
    private final int leastWait;
    private final int mostWait;
    private final int longOnceIn;

    /** Which of the workload's keys is next. */
    @FunctionalInterface
    interface KeyChoice {
        int of(Random random);
    }

    /** @param leastWait in microseconds, as the longest */
    LockTask(
            Workload workload,
            KeyChoice choice,
            Locking locking,
            Journal journal,
            int leastWait,
            int mostWait,
            int longOnceIn) {
        this.workload = workload;
        this.choice = choice;
        this.locking = locking;
        this.journal = journal;
        this.leastWait = leastWait;
        this.mostWait = mostWait;
        this.longOnceIn = longOnceIn;
    }

    @Override
    public Workload workload() {
        return workload;
    }

    @Override
    public void run(Random random) {
        Key key = workload.key(choice.of(random));
        Duration waitTime = Duration.ofNanos(1_000L * (leastWait + random.nextInt(mostWait - leastWait)));
        journal.hold(
                List.of(key),
                () -> locking.acquire(key, workload.ttl(), waitTime),
                (held, tenancy) -> Dwell.aMoment(random, workload.ttl(), longOnceIn));
    }
}
