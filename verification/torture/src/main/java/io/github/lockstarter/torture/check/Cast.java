package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.arena.Worker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The workers there were, by their numbers.
 *
 * @param killed when, of those who were
 * @param slots the place each had: that of another who had been killed, or one of its own
 */
public record Cast(Map<Integer, Long> killed, Map<Integer, Integer> slots) {

    public static Cast of(List<Worker> workers) {
        Map<Integer, Long> killed = new HashMap<>();
        Map<Integer, Integer> slots = new HashMap<>();
        for (Worker worker : workers) {
            slots.put(worker.number(), worker.slot());
            if (worker.killed() != 0) {
                killed.put(worker.number(), worker.killed());
            }
        }
        return new Cast(killed, slots);
    }

    int slot(int worker) {
        return slots.getOrDefault(worker, worker);
    }
}
