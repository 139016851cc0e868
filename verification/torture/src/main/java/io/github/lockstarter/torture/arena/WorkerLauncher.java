package io.github.lockstarter.torture.arena;

import io.github.lockstarter.process.JavaProcess;
import io.github.lockstarter.torture.history.Workload;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Starts workers, and knows all that there were. Thread-safe. */
final class WorkerLauncher {

    /** Comes with the jars of another library, which is compared with this one. */
    private static final String NOT_OURS = "com.baomidou.lock.spring.boot.autoconfigure.LockAutoConfiguration,"
            + "com.baomidou.lock.spring.boot.autoconfigure.RedisTemplateLockAutoConfiguration";

    private final WorkerSettings settings;
    private final Path directory;
    private final String databaseUrl;
    private final Topology topology;
    private final long seed;

    private final AtomicInteger number = new AtomicInteger();

    private final List<Worker> all = new CopyOnWriteArrayList<>();

    WorkerLauncher(WorkerSettings settings, Path directory, String databaseUrl, Topology topology, long seed) {
        this.topology = topology;
        this.settings = settings;
        this.directory = directory;
        this.databaseUrl = databaseUrl;
        this.seed = seed;
    }

    /** @param redisPort of a proxy; 0: there is none */
    Worker start(int slot, int redisPort) {
        int next = number.incrementAndGet();
        Path log = directory.resolve("worker-" + next + ".log");
        // Quick to start, and small: what matters here is what they do, not how fast.
        List<String> jvm = new ArrayList<>(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx160m"));
        settings.before()
                .ifPresent(before -> jvm.addAll(
                        List.of("-cp", before + File.pathSeparator + System.getProperty("java.class.path"))));
        List<String> args = new ArrayList<>(topology.settings());
        if (redisPort != 0) {
            args.add("--spring.data.redis.port=" + redisPort);
            args.add("--worker.port=" + redisPort);
        }
        args.addAll(List.of(
                "--spring.main.banner-mode=off",
                "--spring.autoconfigure.exclude=" + NOT_OURS,
                "--logging.level.root=OFF",
                "--spring.datasource.url=" + databaseUrl,
                "--spring.datasource.hikari.maximum-pool-size=3",
                "--distributed-lock.jdbc.initialize-schema=never",
                "--worker.peer=" + settings.peer(),
                "--worker.log=" + log,
                "--worker.counters=" + directory.resolve("counters"),
                "--worker.workloads="
                        + topology.workloads().stream()
                                .filter(settings.workloads()::contains)
                                .map(Workload::name)
                                .collect(Collectors.joining(",")),
                "--worker.seed=" + (seed * 31 + next)));
        Worker worker = new Worker(next, slot, JavaProcess.start(settings.main(), jvm, args), log);
        all.add(worker);
        return worker;
    }

    /** How many there are to be at once. */
    int count() {
        return settings.count();
    }

    List<Worker> all() {
        return all;
    }
}
