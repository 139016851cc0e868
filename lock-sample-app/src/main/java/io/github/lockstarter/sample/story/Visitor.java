package io.github.lockstarter.sample.story;

import io.github.lockstarter.process.JavaProcess;
import java.time.Duration;

/** A bidder who is a JVM of its own. Ends when it is closed. */
final class Visitor implements AutoCloseable {

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private final JavaProcess process;

    Visitor(JavaProcess process) {
        this.process = process;
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits until it has the lock and has read the price.
     *
     * @throws IllegalStateException if that takes more than 30 s, or the process ends before
     */
    void awaitEntry() {
        process.awaitLine(VisitorProcess.IS_IN::equals, START_LIMIT);
    }

    /** Sends SIGKILL. */
    void kill() {
        process.kill();
    }

    @Override
    public void close() {
        process.kill();
    }
}
