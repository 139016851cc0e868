package io.github.lockstarter.torture.arena;

import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.worker.WorkerJvm;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which workers there are to be.
 *
 * @param count how many at once
 * @param main the class they run
 * @param peer which other library they use; empty: this one
 * @param workloads what they do at most
 * @param before classes that go before those of the class path
 */
public record WorkerSettings(int count, String main, String peer, Set<Workload> workloads, Optional<Path> before) {

    /** So many that use this library as it is. */
    public static WorkerSettings of(int count) {
        return of(count, ".*");
    }

    /** @param workloads what they do at most: a regular expression */
    public static WorkerSettings of(int count, String workloads) {
        Set<Workload> some = Arrays.stream(Workload.values())
                .filter(workload -> workload.name().matches(workloads))
                .collect(Collectors.toSet());
        return new WorkerSettings(count, WorkerJvm.class.getName(), "", some, Optional.empty());
    }

    /** The same, with these classes before those of the class path. */
    public WorkerSettings with(Path classes) {
        return new WorkerSettings(count, main, peer, workloads, Optional.of(classes));
    }
}
