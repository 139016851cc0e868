package io.github.lockstarter.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/** A process which this JVM started, ended on close, or else when this JVM exits. */
final class ChildProcess implements AutoCloseable {
    private static final Duration TERMINATE_LIMIT = Duration.ofSeconds(5);
    private static final Duration KILL_LIMIT = Duration.ofSeconds(10);

    private final String name;
    private final Process process;
    private final Runnable exitTask = this::close;
    private volatile boolean suspended;

    private ChildProcess(String name, Process process) {
        this.name = name;
        this.process = process;
    }

    /**
     * @param name what messages call the process
     * @throws IllegalStateException if it cannot be started
     */
    static ChildProcess start(String name, ProcessBuilder builder) {
        try {
            ChildProcess child = new ChildProcess(name, builder.start());
            Watchdog.watch(child.process);
            ExitTasks.add(child.exitTask);
            return child;
        } catch (IOException e) {
            throw new IllegalStateException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns whether it is there and was not suspended by us. */
    boolean isRunning() {
        return process.isAlive() && !suspended;
    }

    InputStream output() {
        return process.getInputStream();
    }

    BufferedWriter input() {
        return process.outputWriter(StandardCharsets.UTF_8);
    }

    /** @throws IllegalStateException if the process has ended or cannot be stopped */
    synchronized void suspend() {
        requireAlive("suspended");
        suspended = true;
        ProcessSignals.stop(process.toHandle());
    }

    /** @throws IllegalStateException if the process has ended or cannot be signalled */
    synchronized void resume() {
        requireAlive("resumed");
        ProcessSignals.resume(process.toHandle());
        suspended = false;
    }

    /**
     * Sends SIGKILL and waits for the end; does nothing if the process has ended.
     *
     * @throws IllegalStateException if it is still there after 10 s
     */
    synchronized void kill() {
        // By its handle: Process.destroyForcibly would close the streams, and the last lines would be lost.
        ProcessSignals.kill(process.toHandle());
        if (!Wait.untilEnd(process, KILL_LIMIT)) {
            throw new IllegalStateException(this + " is still there " + KILL_LIMIT.toSeconds() + " s after SIGKILL.");
        }
        ExitTasks.remove(exitTask);
    }

    /**
     * Returns the exit code, or nothing if the process has not ended within the limit.
     *
     * @throws IllegalStateException if the thread is interrupted
     */
    OptionalInt awaitExit(Duration limit) {
        try {
            boolean ended = process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS);
            return ended ? OptionalInt.of(process.exitValue()) : OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the end of " + this + ".", e);
        }
    }

    /** Sends SIGTERM, resumes it if suspended, waits up to 5 s, then kills. Nothing happens the second time. */
    @Override
    public synchronized void close() {
        if (process.isAlive()) {
            // In this order it does nothing else once resumed.
            ProcessSignals.terminate(process.toHandle());
            resumeToEnd();
            Wait.untilEnd(process, TERMINATE_LIMIT);
        }
        kill();
    }

    private void resumeToEnd() {
        if (!suspended) {
            return;
        }
        try {
            ProcessSignals.resume(process.toHandle());
        } catch (IllegalStateException e) {
            // Somebody else's SIGKILL may have ended it meanwhile; if not, kill() does after the wait.
        }
    }

    private void requireAlive(String wish) {
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    this + " has ended (exit code " + process.exitValue() + ") and cannot be " + wish + ".");
        }
    }

    @Override
    public String toString() {
        return name + " (pid " + process.pid() + ")";
    }
}
