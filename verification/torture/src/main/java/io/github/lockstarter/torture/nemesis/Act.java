package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Slot;
import java.time.Duration;

/** Does the fault, lets it last, and undoes it, whatever happens. */
@FunctionalInterface
interface Act {

    /** @return whether it came about */
    boolean run(Arena arena, Slot slot, Duration lasting);
}
