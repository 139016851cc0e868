package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;

/** Does the fault, lets it last, and undoes it. */
@FunctionalInterface
interface Act {

    void run(Arena arena, Slot slot, Duration lasting);
}
