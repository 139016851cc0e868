package io.github.lockstarter.torture.arena;

import io.github.lockstarter.torture.worker.WorkerJvm;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Which workers there are to be.
 *
 * @param count how many at once
 * @param main the class they run
 * @param peer which other library they use; empty: this one
 * @param before classes that go before those of the class path
 */
public record WorkerSettings(int count, String main, String peer, Optional<Path> before) {

    /** So many that use this library as it is. */
    public static WorkerSettings of(int count) {
        return new WorkerSettings(count, WorkerJvm.class.getName(), "", Optional.empty());
    }
}
