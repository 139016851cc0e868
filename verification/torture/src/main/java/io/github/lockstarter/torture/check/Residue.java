package io.github.lockstarter.torture.check;

import io.github.lockstarter.process.RedisServer;
import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Worker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** What is left in Redis once all workers have ended. */
public final class Residue {

    public static final String ORPHAN = "orphan";

    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private Residue() {}

    /** Locks that begin so are to be gone, but for those of workers that were killed: nobody uses such any more. */
    public static List<Finding> orphans(Arena arena, String beginning) {
        List<Finding> findings = new ArrayList<>();
        Set<Long> killed = arena.workers().stream()
                .filter(worker -> worker.killed() != 0)
                .map(Worker::pid)
                .collect(Collectors.toSet());
        for (RedisServer server : arena.topology().masters()) {
            for (String key : locks(server)) {
                String owner = key.startsWith(beginning) ? server.command("GET", key) : "(nil)";
                String[] instance = owner.split(":");
                boolean ofTheDead = instance.length > 1 && killed.contains(Long.parseLong(instance[1]));
                if (!owner.equals("(nil)") && !ofTheDead) {
                    findings.add(new Finding(ORPHAN, key + " is held by " + owner + " though nobody holds it"));
                }
            }
        }
        return findings;
    }

    /** All locks are to be gone at once, but for those of workers that were killed; and connections and subscriptions. */
    public static List<Finding> atTheEnd(Arena arena) {
        List<Finding> findings = new ArrayList<>(orphans(arena, "lock:"));
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

    private static List<String> locks(RedisServer server) {
        return server.command("KEYS", "lock:*")
                .lines()
                .filter(key -> key.startsWith("lock:") && !key.startsWith("lock:fence:"))
                .filter(key -> !key.startsWith("lock:queue:"))
                .toList();
    }
}
