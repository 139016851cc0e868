package io.github.lockstarter.benchmarks.contest;

import io.github.lockstarter.benchmarks.contender.Contender;
import io.github.lockstarter.benchmarks.contender.Contenders;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.stream.IntStream;

/**
 * The child JVM. Told {@code run} and a {@link Task} it says {@code ready}; told {@code go} with a {@link Window} it
 * contends, writes what its threads noted into a file, and says {@code done} with the peak of its live threads over those
 * before any contender was opened.
 */
public final class ContenderJvm {
    private static final int MOST_THREADS = 16;

    private final Contenders contenders;
    private final Path directory;
    private final ExecutorService threads;
    private final List<Notes> notes =
            IntStream.range(0, MOST_THREADS).mapToObj(i -> new Notes()).toList();
    private final ThreadMXBean live = ManagementFactory.getThreadMXBean();
    private final int threadsAtFirst;

    private ContenderJvm(int port, Path directory) {
        contenders = new Contenders(port);
        this.directory = directory;
        ThreadPoolExecutor pool = (ThreadPoolExecutor) Executors.newFixedThreadPool(MOST_THREADS);
        pool.prestartAllCoreThreads();
        threads = pool;
        threadsAtFirst = live.getThreadCount();
    }

    /** Takes the port of Redis and the directory for the files. */
    public static void main(String[] args) {
        ContenderJvm jvm = new ContenderJvm(Integer.parseInt(args[0]), Path.of(args[1]));
        try (Scanner lines = new Scanner(System.in)) {
            while (lines.hasNextLine()) {
                jvm.run(Task.of(lines.nextLine().substring("run ".length())), lines);
            }
        } catch (Throwable e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
        System.exit(0);
    }

    /** The file of a run. */
    public static Path file(Path directory, int id) {
        return directory.resolve("run-" + id + ".bin");
    }

    private void run(Task task, Scanner lines) throws Exception {
        Contender contender = contenders.get(task.kind());
        Contest contest = new Contest(task, contender, notes);
        contest.prepare(threads);
        live.resetPeakThreadCount();
        System.out.println("ready " + task.id());
        String[] go = lines.nextLine().split(" ");
        contest.run(new Window(Long.parseLong(go[1]), Long.parseLong(go[2])));
        write(task);
        System.out.println("done " + task.id() + " " + (live.getPeakThreadCount() - threadsAtFirst));
    }

    private void write(Task task) throws IOException {
        Path file = file(directory, task.id());
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
            for (int i = 0; i < task.threads(); i++) {
                notes.get(i).write(out);
            }
        }
    }
}
