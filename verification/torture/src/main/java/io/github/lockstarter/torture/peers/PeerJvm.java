package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.history.EventLog;
import io.github.lockstarter.torture.history.SharedCounters;
import io.github.lockstarter.torture.worker.Crew;
import io.github.lockstarter.torture.worker.Interrupter;
import io.github.lockstarter.torture.worker.Journal;
import io.github.lockstarter.torture.worker.Locking;
import io.github.lockstarter.torture.worker.WorkerJvm;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A worker that uses one of the libraries for the tasks that any can do. It is led as {@link WorkerJvm} is. */
public final class PeerJvm {

    private static final Pattern SETTING = Pattern.compile("--([^=]+)=(.*)");

    /** It may be started in the middle of a fault. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(40);

    private static final long EVERY = TimeUnit.MILLISECONDS.toNanos(100);

    private PeerJvm() {}

    public static void main(String[] args) throws Exception {
        Map<String, String> settings = Stream.of(args)
                .map(SETTING::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(setting -> setting.group(1), setting -> setting.group(2)));
        Function<String, String> setting = name -> settings.get("worker." + name);
        Journal journal = new Journal(EventLog.create(Path.of(setting.apply("log")), WorkerJvm.MOST_EVENTS));
        SharedCounters counters = SharedCounters.open(Path.of(setting.apply("counters")));
        long seed = Long.parseLong(setting.apply("seed"));
        try (Locking locking = open(Peer.valueOf(setting.apply("peer")), Integer.parseInt(setting.apply("port")));
                Interrupter interrupter = new Interrupter()) {
            Crew crew = new Crew(journal);
            WorkerJvm.startCommon(crew, locking, journal, counters, interrupter, seed);
            System.out.println("ready");
            WorkerJvm.lead(crew);
        } catch (Throwable e) {
            e.printStackTrace(System.out);
            System.exit(1);
        }
        System.out.println("done");
        System.exit(0);
    }

    private static Locking open(Peer peer, int port) {
        long end = System.nanoTime() + PATIENCE;
        while (true) {
            try {
                return peer.open(port);
            } catch (RuntimeException e) {
                if (System.nanoTime() - end > 0) {
                    throw e;
                }
                LockSupport.parkNanos(EVERY);
            }
        }
    }
}
