package io.github.lockstarter.benchmarks;

import io.github.lockstarter.benchmarks.contender.Kind;
import io.github.lockstarter.benchmarks.contest.ContenderJvm;
import io.github.lockstarter.benchmarks.contest.Logbook;
import io.github.lockstarter.benchmarks.contest.Outcome;
import io.github.lockstarter.benchmarks.contest.Scenario;
import io.github.lockstarter.benchmarks.contest.Task;
import io.github.lockstarter.benchmarks.contest.Window;
import io.github.lockstarter.process.JavaProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The child JVMs, which live through all runs and take part in those that need them. */
final class Jvms implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final long LEAD = TimeUnit.MILLISECONDS.toNanos(20);
    // What a client still sends after its last release, such as the end of a subscription, belongs to the run.
    private static final long AFTERMATH = 20;

    private final Redis redis;
    private final List<JavaProcess> processes = new ArrayList<>();
    private final List<Path> directories = new ArrayList<>();
    private int runs;

    Jvms(Redis redis, int count, List<String> jvmArgs) {
        this.redis = redis;
        for (int i = 0; i < count; i++) {
            Path directory = temporary();
            directories.add(directory);
            List<String> args = List.of(Integer.toString(redis.port()), directory.toString());
            processes.add(JavaProcess.start(ContenderJvm.class, jvmArgs, args));
        }
    }

    /** Runs one contender once; in the middle of it the action is called. */
    Outcome run(Scenario scenario, Kind kind, long millis, Runnable halfway) {
        int id = ++runs;
        List<JavaProcess> taking = processes.subList(0, scenario.jvms());
        Task task = new Task(id, kind, scenario.threads(), scenario.oneKey(), scenario.sectionNanos(), millis);
        taking.forEach(process -> process.send("run " + task.line()));
        taking.forEach(process -> await(process, "ready " + id));
        redis.clear();
        long start = System.nanoTime() + LEAD;
        Window window = new Window(start, start + TimeUnit.MILLISECONDS.toNanos(millis));
        taking.forEach(process -> process.send("go " + window.start() + " " + window.end()));
        pause((LEAD + window.end() - window.start()) / 2);
        halfway.run();
        int threads = 0;
        for (JavaProcess process : taking) {
            threads += Integer.parseInt(await(process, "done " + id).split(" ")[2]);
        }
        pause(TimeUnit.MILLISECONDS.toNanos(AFTERMATH));
        return new Outcome(window, logbook(scenario, id), redis.calls(), threads);
    }

    @Override
    public void close() {
        processes.forEach(JavaProcess::close);
        for (Path directory : directories) {
            try {
                Files.delete(directory);
            } catch (IOException e) {
                // A file of a run that failed is left to the system.
            }
        }
    }

    private Logbook logbook(Scenario scenario, int id) {
        try {
            List<Path> files = directories.subList(0, scenario.jvms()).stream()
                    .map(directory -> ContenderJvm.file(directory, id))
                    .toList();
            return Logbook.read(files, scenario.threads());
        } catch (IOException e) {
            throw new UncheckedIOException("The notes of run " + id + " cannot be read.", e);
        }
    }

    private static String await(JavaProcess process, String said) {
        return process.awaitLine(line -> line.equals(said) || line.startsWith(said + " "), LIMIT);
    }

    private static void pause(long nanos) {
        try {
            TimeUnit.NANOSECONDS.sleep(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted in the middle of a run.", e);
        }
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("benchmarks-");
        } catch (IOException e) {
            throw new UncheckedIOException("No temporary directory can be made.", e);
        }
    }
}
