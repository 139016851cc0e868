package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;

/** What takes Redis' data away: exclusivity is not promised then. */
final class DataFaults {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private DataFaults() {}

    static boolean flush(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("FLUSHALL");
        Pause.of(lasting);
        return true;
    }

    static boolean restartEmpty(Arena arena, Slot slot, Duration lasting) {
        arena.server().kill();
        arena.forgetData();
        Pause.of(lasting);
        arena.server().restart();
        return true;
    }

    static boolean setClockForward(Arena arena, Slot slot, Duration lasting) {
        arena.clock().move(A_MINUTE);
        Pause.of(lasting);
        return true;
    }

    static boolean setClockBack(Arena arena, Slot slot, Duration lasting) {
        arena.clock().move(A_MINUTE.negated());
        Pause.of(lasting);
        return true;
    }

    static boolean evict(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        try {
            arena.server().command("CONFIG", "SET", "maxmemory", "1");
            Pause.of(lasting);
        } finally {
            arena.server().command("CONFIG", "SET", "maxmemory", "0");
            arena.server().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
        }
        return true;
    }
}
