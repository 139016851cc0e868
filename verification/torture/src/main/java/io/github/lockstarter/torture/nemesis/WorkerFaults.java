package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;

/** What happens to a worker's process. */
final class WorkerFaults {

    private WorkerFaults() {}

    static void stop(Arena arena, Slot slot, Duration lasting) {
        slot.awaitReady();
        slot.suspend();
        try {
            Pause.of(lasting);
        } finally {
            slot.resume();
        }
    }

    static void kill(Arena arena, Slot slot, Duration lasting) {
        slot.replace();
        Pause.of(lasting);
    }
}
