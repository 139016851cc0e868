package io.github.lockstarter.torture.worker;

import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/** Is interrupted at any moment: while it asks, waits, holds or gives back. */
final class InterruptedTask implements Task {

    private final Locking locking;
    private final Journal journal;
    private final Interrupter interrupter;

    InterruptedTask(Locking locking, Journal journal, Interrupter interrupter) {
        this.locking = locking;
        this.journal = journal;
        this.interrupter = interrupter;
    }

    @Override
    public Workload workload() {
        return Workload.INTERRUPTED;
    }

    /** One that hardly anybody else wants, or now and then one that many wait for. */
    private static Key key(Random random) {
        return random.nextInt(4) == 0
                ? Workload.WAITING.key(0)
                : Workload.INTERRUPTED.key(random.nextInt(Workload.INTERRUPTED.keys()));
    }

    @Override
    public void run(Random random) {
        Key key = key(random);
        long began = System.nanoTime();
        try (Interrupter.Round round = interrupter.begin(random.nextInt(6_000_000))) {
            try {
                Held held = locking.acquire(key, key.workload().ttl(), Duration.ofMillis(200));
                Tenancy tenancy = journal.granted(List.of(key), held, began);
                Dwell.nanos(random.nextInt(500_000));
                tenancy.ending();
                tenancy.release();
            } catch (NotGranted e) {
                journal.refused(key, e.refusal(), began, round.interrupted());
            }
        }
    }
}
