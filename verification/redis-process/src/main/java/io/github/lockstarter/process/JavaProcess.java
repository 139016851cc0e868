package io.github.lockstarter.process;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** A child JVM with this JVM's java binary and class path, ended on close, or else when this JVM exits. */
public final class JavaProcess implements AutoCloseable {
    private static final Duration OUTPUT_LIMIT = Duration.ofSeconds(1);

    private final ChildProcess process;
    private final LineCollector output;
    private final BufferedWriter input;

    private JavaProcess(ChildProcess process, LineCollector output, BufferedWriter input) {
        this.process = process;
        this.output = output;
        this.input = input;
    }

    /** Does the same as {@link #start(String, List, List)} with the class's name. */
    public static JavaProcess start(Class<?> main, List<String> jvmArgs, List<String> args) {
        return start(main.getName(), jvmArgs, args);
    }

    /**
     * Starts a JVM whose standard streams are UTF-8.
     *
     * @param main the name of the main class
     * @throws IllegalStateException if the process cannot be started; what goes wrong later is seen in its lines
     */
    public static JavaProcess start(String main, List<String> jvmArgs, List<String> args) {
        return start(Path.of(System.getProperty("java.home")), main, jvmArgs, args);
    }

    /** As {@link #start(String, List, List)}, with the java binary of another JDK. */
    public static JavaProcess start(Path javaHome, String main, List<String> jvmArgs, List<String> args) {
        List<String> command = new ArrayList<>();
        command.add(javaHome.resolve("bin").resolve("java").toString());
        // Up to Java 17 the first one decides about the streams, later the other two.
        command.addAll(List.of("-Dfile.encoding=UTF-8", "-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.addAll(jvmArgs);
        command.add(main);
        command.addAll(args);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Not on the command line, whose length is limited.
        builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
        ChildProcess process = ChildProcess.start("java " + main, builder);
        LineCollector output = LineCollector.start(process.output(), "output of " + process);
        return new JavaProcess(process, output, process.input());
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the lines printed so far, to standard output or error; all of them once the process has ended. */
    public List<String> lines() {
        return output.lines();
    }

    /**
     * Returns the first of all lines, printed already or yet to come, that is wanted.
     *
     * @throws IllegalStateException if none comes within the limit or before the process ends, with the last lines; or
     *     if the thread is interrupted
     */
    public String awaitLine(Predicate<String> wanted, Duration limit) {
        return output.await(wanted, limit).orElseThrow(() -> {
            String end = process.isAlive() ? "within " + limit.toMillis() + " ms" : "before the process ended";
            return new IllegalStateException(
                    "The awaited line of " + process + " did not come " + end + ". " + LastLines.of(lines()));
        });
    }

    /**
     * Writes a line to the process's standard input.
     *
     * @throws UncheckedIOException if the process does not take it, as when it has ended
     */
    public void send(String line) {
        try {
            input.write(line + System.lineSeparator());
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot send a line to " + process + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits for the end and returns the exit code, 128 plus the signal's number if a signal ended it.
     *
     * @throws IllegalStateException if it has not ended within the limit, with the last lines; or if the thread is
     *     interrupted
     */
    public int awaitExit(Duration limit) {
        int code = process.awaitExit(limit)
                .orElseThrow(() -> new IllegalStateException(
                        process + " did not end within " + limit.toMillis() + " ms. " + LastLines.of(lines())));
        output.awaitEnd(OUTPUT_LIMIT);
        return code;
    }

    /**
     * Sends SIGSTOP. On Linux all its threads are stopped on return.
     *
     * @throws IllegalStateException if it has ended, or cannot be stopped
     */
    public void suspend() {
        process.suspend();
    }

    /**
     * Sends SIGCONT.
     *
     * @throws IllegalStateException if it has ended, or cannot be signalled
     */
    public void resume() {
        process.resume();
    }

    /** Sends SIGKILL and waits for the end; does nothing if the process has ended. */
    public void kill() {
        process.kill();
        output.awaitEnd(OUTPUT_LIMIT);
    }

    /** Sends SIGTERM, resumes it if suspended, waits up to 5 s, then kills it. Nothing happens the second time. */
    @Override
    public void close() {
        process.close();
        output.awaitEnd(OUTPUT_LIMIT);
    }
}
