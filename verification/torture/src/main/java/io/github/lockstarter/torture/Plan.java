package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.FakeClock;
import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.nemesis.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What is to happen in one round.
 *
 * @param workers who takes part
 * @param seed which the faults, and the workers' tasks, are drawn from
 * @param faults those that keep Redis' data
 * @param keeping how long those rage
 * @param losing how long those that lose it rage, after that
 * @param least what there is to be under faults that keep the data, also if it takes up to three times as long
 * @param setting which Redis there is
 * @param clock what Redis goes by, if not by the machine's: then only what does not depend on a clock is looked for
 */
public record Plan(
        WorkerSettings workers,
        long seed,
        List<Fault> faults,
        Duration keeping,
        Duration losing,
        Least least,
        Setting setting,
        Optional<FakeClock> clock) {

    /**
     * @param faulted leases that meet a fault
     * @param touched those of a worker that it was done to
     */
    public record Least(int injections, int faulted, int touched) {

        static final Least NONE = new Least(0, 0, 0);

        static Least injections(int number) {
            return new Least(number, 0, 0);
        }

        boolean isNothing() {
            return equals(NONE);
        }
    }

    /** All the faults. */
    public static Plan of(WorkerSettings workers, long seed, Duration keeping, Duration losing) {
        return with(workers, seed, Fault.keepingData(), keeping, losing);
    }

    /** The same, with at least so much. */
    public Plan withAtLeast(Least much) {
        return new Plan(workers, seed, faults, keeping, losing, much, setting, clock);
    }

    /** Only these of its faults. */
    Plan withFaults(Predicate<Fault> which) {
        List<Fault> some = faults.stream().filter(which).toList();
        return new Plan(workers, seed, some, keeping, losing, least, setting, clock);
    }

    /** These faults. */
    public static Plan with(WorkerSettings workers, long seed, List<Fault> faults, Duration keeping, Duration losing) {
        return new Plan(workers, seed, faults, keeping, losing, Least.NONE, Setting.ONE_SERVER, Optional.empty());
    }

    /** The clock of Redis is set forward and back. */
    public static Plan ofTheClock(WorkerSettings workers, long seed, Duration time, FakeClock clock) {
        return new Plan(
                workers,
                seed,
                Fault.ofTheClock(),
                time,
                Duration.ZERO,
                Least.NONE,
                Setting.ONE_SERVER,
                Optional.of(clock));
    }

    /** More than one Redis, and what happens to those. */
    public static Plan of(Setting setting, long seed, Duration time, int least) {
        return new Plan(
                WorkerSettings.of(3),
                seed,
                setting.faults(),
                time,
                Duration.ZERO,
                Least.injections(least),
                setting,
                Optional.empty());
    }
}
