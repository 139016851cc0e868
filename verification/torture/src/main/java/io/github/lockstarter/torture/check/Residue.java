package io.github.lockstarter.torture.check;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Worker;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What is left in Redis once all workers have ended. */
public final class Residue {

    public static final String ORPHAN = "orphan";

    private static final String HOLDERS = "lock:holders:";

    private static final String MARK = "shared:";

    /** In milliseconds, by the server's clock. */
    private static final String NOW =
            "local time = redis.call('TIME') return string.format('%.0f', math.floor(time[1] * 1000 + time[2] / 1000))";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Residue() {}

    /** Locks of these workloads are to be gone, but for those of workers that were killed: nobody uses such any more. */
    public static List<Finding> orphans(Arena arena, Set<Workload> workloads) {
        return orphans(arena, key -> workloads.stream().anyMatch(workload -> isOf(workload, key)));
    }

    private static List<Finding> orphans(Arena arena, Predicate<String> which) {
        Set<Long> killed = arena.workers().stream()
                .filter(worker -> worker.killed() != 0)
                .map(Worker::pid)
                .collect(Collectors.toSet());
        return arena.topology().masters().stream()
                .flatMap(server -> orphans(server, killed, which).stream())
                .toList();
    }

    /** @param killed processes whose locks may be there */
    static List<Finding> orphans(RedisServer server, Set<Long> killed, Predicate<String> which) {
        List<Finding> findings = new ArrayList<>();
        for (String key : locks(server)) {
            for (String owner : which.test(key) ? owners(server, key) : List.<String>of()) {
                if (!killed.contains(processOf(owner))) {
                    findings.add(new Finding(ORPHAN, key + " is held by " + owner + " though nobody holds it"));
                }
            }
        }
        return findings;
    }

    /** All locks are to be gone at once, but for those of workers that were killed; and connections and subscriptions. */
    public static List<Finding> atTheEnd(Arena arena) {
        List<Finding> findings = new ArrayList<>(orphans(arena, key -> true));
        for (RedisServer server : arena.topology().masters()) {
            awaitDisconnected(server);
            String clients = server.command("CLIENT", "LIST");
            clients.lines()
                    .filter(client -> client.contains(" user=lock "))
                    .forEach(client -> findings.add(new Finding(WorkerEnds.LEAK, "a connection is left: " + client)));
            String channels = server.command("PUBSUB", "CHANNELS", "lock:*");
            channels.lines()
                    .filter(channel -> !channel.isEmpty())
                    .forEach(channel ->
                            findings.add(new Finding(WorkerEnds.LEAK, "a subscription is left: " + channel)));
        }
        return findings;
    }

    private static void awaitDisconnected(RedisServer server) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (server.command("CLIENT", "LIST").contains(" user=lock ") && System.nanoTime() - end < 0) {
            LockSupport.parkNanos(PATIENCE.toNanos() / 50);
        }
    }

    /** Nothing at all is to be left a second after the longest ttl. To be called then. */
    public static List<Finding> afterAllTtls(Arena arena) {
        return arena.topology().masters().stream()
                .flatMap(server -> locks(server).stream())
                .map(key -> new Finding(ORPHAN, key + " is there a second after its ttl"))
                .toList();
    }

    private static boolean isOf(Workload workload, String key) {
        String name = workload.key(0).name();
        return key.contains("{" + name.substring(0, name.indexOf('-') + 1));
    }

    /** Of a lock that several hold, the set of its holders tells; the mark that the lock is then has to go with the last of them. */
    private static List<String> owners(RedisServer server, String key) {
        if (key.startsWith(HOLDERS)) {
            String now = server.command("EVAL", NOW, "0");
            return lines(server.command("ZRANGEBYSCORE", key, now, "+inf"));
        }
        String owner = server.command("GET", key);
        boolean told = owner.startsWith(MARK)
                && !owners(server, HOLDERS + key.substring("lock:".length())).isEmpty();
        return told || owner.equals("(nil)") ? List.of() : List.of(owner);
    }

    /** Of the JVM that an owner token belongs to, which ends with its name, process and a random part; -1: it is none. */
    private static long processOf(String owner) {
        String[] instance = owner.substring(owner.lastIndexOf('@') + 1).split(":");
        return owner.startsWith(MARK) || instance.length < 2 ? -1 : Long.parseLong(instance[1]);
    }

    private static List<String> lines(String reply) {
        return reply.lines().filter(line -> !line.isEmpty()).toList();
    }

    private static List<String> locks(RedisServer server) {
        return server.command("KEYS", "lock:*")
                .lines()
                .filter(key -> key.startsWith("lock:") && !key.startsWith("lock:fence:"))
                .filter(key -> !key.startsWith("lock:queue:"))
                .toList();
    }
}
