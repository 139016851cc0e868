package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.process.RedisServerBuilder;
import io.github.lockstarter.torture.history.SharedCounters;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.worker.Ledger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** All that takes part. What the workers do is in their logs; this is where they are disturbed from. */
public final class Arena implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private static final int LINES_SHOWN = 60;

    private static final String AOF = "appendonlydir";

    private final Path directory;
    private final Optional<FakeClock> clock;
    private final RedisServer server;
    private final Database database;
    private final WorkerLauncher launcher;
    private final List<Slot> slots = new ArrayList<>();

    private Arena(Path directory, WorkerSettings workers, long seed, Optional<FakeClock> clock) {
        this.directory = directory;
        this.clock = clock;
        List<String> flags = new ArrayList<>(List.of("--appendonly", "yes", "--appendfsync", "always"));
        flags.addAll(RedisUser.flags());
        RedisServerBuilder builder =
                RedisServer.builder().directory(directory.resolve("redis")).flags(flags.toArray(String[]::new));
        clock.ifPresent(present -> builder.binary(present.server(directory.resolve("clock"))));
        server = builder.start();
        database = new Database();
        SharedCounters.open(directory.resolve("counters"));
        launcher = new WorkerLauncher(workers, directory, database.url(), seed);
    }

    /**
     * Starts Redis and the database.
     *
     * @param clock what Redis goes by, if not by the machine's
     */
    public static Arena open(WorkerSettings workers, long seed, Optional<FakeClock> clock) {
        return new Arena(newDirectory(), workers, seed, clock);
    }

    /** Starts the workers, and waits until they run. */
    public void startWorkers() {
        for (int i = 0; i < launcher.count(); i++) {
            slots.add(new Slot(launcher, i, server.port()));
        }
        slots.forEach(Slot::awaitReady);
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("torture-");
        } catch (IOException e) {
            throw new UncheckedIOException("No directory for the torture", e);
        }
    }

    public RedisServer server() {
        return server;
    }

    /** @throws java.util.NoSuchElementException if Redis goes by the machine's */
    public FakeClock clock() {
        return clock.orElseThrow();
    }

    public List<Slot> slots() {
        return slots;
    }

    public Ledger ledger() {
        return database.ledger();
    }

    /** All workers that there were. */
    public List<Worker> workers() {
        return launcher.all();
    }

    /** Prints what the workers have printed, but for what they answer to being led. */
    public void printOutput() {
        for (Worker worker : workers()) {
            worker.lines().stream()
                    .filter(line -> !line.equals("ready") && !line.startsWith("ended") && !line.equals("done"))
                    .limit(LINES_SHOWN)
                    .forEach(line -> System.out.println("worker " + worker.number() + ": " + line));
        }
    }

    public long counter(int number) {
        return SharedCounters.open(directory.resolve("counters")).read(number);
    }

    /** Lets Redis forget everything: it was killed, and is not up again. */
    public void forgetData() {
        deleteAll(directory.resolve("redis").resolve(AOF));
    }

    /** All keys of Redis. */
    public List<String> keys() {
        String keys = server.command("KEYS", "*");
        return keys.isEmpty() ? List.of() : Arrays.asList(keys.split("\n"));
    }

    /** Lets the workers do without one of the workloads. */
    public void end(Workload workload) {
        for (Slot slot : slots) {
            slot.awaitReady();
            slot.worker().send("end " + workload, "ended " + workload, END_LIMIT);
        }
    }

    /** Lets the workers end, as applications do. */
    public void endWorkers() {
        for (Slot slot : slots) {
            slot.awaitReady();
            slot.worker().send("stop", "done", END_LIMIT);
        }
        for (Slot slot : slots) {
            slot.worker().awaitExit(END_LIMIT);
        }
    }

    @Override
    public void close() {
        slots.forEach(Slot::close);
        database.close();
        server.close();
        deleteAll(directory);
    }

    private static void deleteAll(Path directory) {
        if (Files.notExists(directory)) {
            return;
        }
        try (Stream<Path> content = Files.walk(directory)) {
            for (Path each : content.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot delete " + directory, e);
        }
    }
}
