package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventLog;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A worker process, from its start to its end. Thread-safe. */
public final class Worker {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final int number;
    private final int slot;
    private final JavaProcess process;
    private final Path log;

    /** When it was killed; 0: it was not. */
    private volatile long killed;

    Worker(int number, int slot, JavaProcess process, Path log) {
        this.number = number;
        this.slot = slot;
        this.process = process;
        this.log = log;
    }

    public int number() {
        return number;
    }

    /** Whose place it has. */
    public int slot() {
        return slot;
    }

    public long pid() {
        return process.pid();
    }

    /** When it was, of {@link System#nanoTime()}, or a little earlier; 0: it was not. */
    public long killed() {
        return killed;
    }

    void awaitReady() {
        process.awaitLine("ready"::equals, READY_LIMIT);
    }

    void suspend() {
        process.suspend();
    }

    void resume() {
        process.resume();
    }

    void kill() {
        killed = System.nanoTime();
        process.kill();
    }

    void send(String line, String answer, Duration limit) {
        process.send(line);
        process.awaitLine(answer::equals, limit);
    }

    int awaitExit(Duration limit) {
        return process.awaitExit(limit);
    }

    void close() {
        process.close();
    }

    public List<String> lines() {
        return process.lines();
    }

    /** None, before it has begun to write. */
    public List<Event> events() {
        return Files.exists(log) ? EventLog.read(log, number) : List.of();
    }
}
