package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.history.SharedCounters;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.worker.Ledger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All that takes part. What the workers do is in their logs; this is where they are disturbed from. */
public final class Arena implements AutoCloseable {

    private static final Duration END_LIMIT = Duration.ofSeconds(30);

    private static final int LINES_SHOWN = 60;

    private final Path directory;
    private final Optional<FakeClock> clock;
    private final Topology topology;
    private final Database database;
    private final WorkerLauncher launcher;
    private final List<Slot> slots = new ArrayList<>();

    private Arena(Path directory, WorkerSettings workers, long seed, Topology topology, Optional<FakeClock> clock) {
        this.directory = directory;
        this.clock = clock;
        this.topology = topology;
        database = new Database();
        SharedCounters.open(directory.resolve("counters"));
        launcher = new WorkerLauncher(workers, directory, database.url(), topology, seed);
    }

    /**
     * Starts one Redis and the database.
     *
     * @param clock what Redis goes by, if not by the machine's
     */
    public static Arena open(WorkerSettings workers, long seed, Optional<FakeClock> clock) {
        Path directory = clock.isPresent() ? Directories.forPrograms() : Directories.create();
        return new Arena(directory, workers, seed, new OneServer(directory, clock), clock);
    }

    /** @param topology started; ends with this */
    public static Arena open(WorkerSettings workers, long seed, Topology topology) {
        return new Arena(Directories.create(), workers, seed, topology, Optional.empty());
    }

    /** Starts the workers, and waits until they run. */
    public void startWorkers() {
        for (int i = 0; i < launcher.count(); i++) {
            slots.add(
                    topology instanceof OneServer one
                            ? Slot.behindProxy(launcher, i, one.server().port())
                            : Slot.direct(launcher, i));
        }
        slots.forEach(Slot::awaitReady);
    }

    /** @throws ClassCastException if there are several */
    public RedisServer server() {
        return ((OneServer) topology).server();
    }

    public Topology topology() {
        return topology;
    }

    /** As it was opened with. */
    public SentinelTrio trio() {
        return (SentinelTrio) topology;
    }

    /** As it was opened with. */
    public ClusterOfSix six() {
        return (ClusterOfSix) topology;
    }

    /** As it was opened with. */
    public FiveMasters five() {
        return (FiveMasters) topology;
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
        ((OneServer) topology).forgetData();
    }

    /** All keys of the one Redis. */
    public List<String> keys() {
        return server().command("KEYS", "*")
                .lines()
                .filter(key -> !key.isEmpty())
                .toList();
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
        topology.close();
        Directories.delete(directory);
    }
}
