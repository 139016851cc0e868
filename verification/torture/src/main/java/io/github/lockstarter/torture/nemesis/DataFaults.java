package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;

/** What takes Redis' data away: exclusivity is not promised then. */
final class DataFaults {

    private static final Duration A_MINUTE = Duration.ofMinutes(1);

    private DataFaults() {}

    static void flush(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("FLUSHALL");
        Pause.of(lasting);
    }

    static void restartEmpty(Arena arena, Slot slot, Duration lasting) {
        arena.server().kill();
        arena.forgetData();
        Pause.of(lasting);
        arena.server().restart();
    }

    static void setClockForward(Arena arena, Slot slot, Duration lasting) {
        arena.clock().move(A_MINUTE);
        Pause.of(lasting);
    }

    static void setClockBack(Arena arena, Slot slot, Duration lasting) {
        arena.clock().move(A_MINUTE.negated());
        Pause.of(lasting);
    }

    static void evict(Arena arena, Slot slot, Duration lasting) {
        arena.server().command("CONFIG", "SET", "maxmemory-policy", "allkeys-random");
        arena.server().command("CONFIG", "SET", "maxmemory", "1");
        Pause.of(lasting);
        arena.server().command("CONFIG", "SET", "maxmemory", "0");
        arena.server().command("CONFIG", "SET", "maxmemory-policy", "noeviction");
    }
}
