package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;

/** What happens to a worker's process. */
final class WorkerFaults {

    private WorkerFaults() {}

    static boolean stop(Arena arena, Slot slot, Duration lasting) {
        slot.suspend();
        try {
            Pause.of(lasting);
        } finally {
            slot.resume();
        }
        return true;
    }

    static boolean kill(Arena arena, Slot slot, Duration lasting) {
        slot.replace();
        Pause.of(lasting);
        return true;
    }
}
