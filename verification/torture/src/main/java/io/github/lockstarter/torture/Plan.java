package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.nemesis.Fault;
import java.time.Duration;
import java.util.List;

/**
 * What is to happen in one round.
 *
 * @param workers who takes part
 * @param seed which the faults, and the workers' tasks, are drawn from
 * @param faults those that keep Redis' data
 * @param keeping how long those rage
 * @param losing how long those that lose it rage, after that
 */
public record Plan(WorkerSettings workers, long seed, List<Fault> faults, Duration keeping, Duration losing) {

    /** All the faults. */
    public static Plan of(WorkerSettings workers, long seed, Duration keeping, Duration losing) {
        return new Plan(workers, seed, Fault.keepingData(), keeping, losing);
    }
}
