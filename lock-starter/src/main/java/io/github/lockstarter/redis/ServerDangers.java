package io.github.lockstarter.redis;

import io.github.lockstarter.store.Danger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What about one server can cost locks, by what it says in INFO. */
final class ServerDangers {

    private final String where;

    private final Map<String, String> info;

    private final List<Danger> found = new ArrayList<>();

    /** @param info the fields of the reply to INFO; those that are not there are not judged */
    ServerDangers(String where, Map<String, String> info) {
        this.where = where;
        this.info = info;
    }

    /** Of a server that may have replicas. */
    static List<Danger> ofMaster(String where, Map<String, String> info, int waitReplicas) {
        ServerDangers dangers = new ServerDangers(where, info);
        if (!"slave".equals(info.get("role"))) {
            dangers.eviction();
            dangers.replicas(waitReplicas);
        }
        return dangers.found;
    }

    /** Of one of the independent servers of a Redlock. */
    static List<Danger> ofNode(String where, Map<String, String> info, boolean quarantined) {
        ServerDangers dangers = new ServerDangers(where, info);
        dangers.eviction();
        dangers.persistence(quarantined);
        return dangers.found;
    }

    private void eviction() {
        String policy = info.get("maxmemory_policy");
        if (policy == null || policy.equals("noeviction")) {
            return;
        }
        boolean limited = !"0".equals(info.getOrDefault("maxmemory", "0"));
        add(
                "evicts keys when its memory is full (maxmemory-policy %s%s), and locks, which have a ttl, are among the first"
                        .formatted(policy, limited ? "" : "; maxmemory is not set yet"),
                "Set maxmemory-policy noeviction, or keep the locks in a Redis of their own");
    }

    private void replicas(int waitReplicas) {
        Optional<Integer> replicas =
                Optional.ofNullable(info.get("connected_slaves")).map(Integer::parseInt);
        int number = replicas.orElse(0);
        if (number > 0 && !info.containsKey("min_slaves_good_slaves")) {
            add(
                    "has %d %s and takes writes without them (min-replicas-to-write 0): a master that was replaced grants locks until it hears of it, beside the new one"
                            .formatted(number, number == 1 ? "replica" : "replicas"),
                    "Set min-replicas-to-write 1 and min-replicas-max-lag 1, or less than the fail-over takes");
        }
        if (number > 0 && waitReplicas < number) {
            add(
                    "has %d %s, and %s: a fail-over to one that does not know of a lock loses it"
                            .formatted(
                                    number,
                                    number == 1 ? "replica" : "replicas",
                                    waitReplicas == 0
                                            ? "locks are granted before these have them"
                                            : "only %d of them have to have a lock".formatted(waitReplicas)),
                    "Set distributed-lock.redis.wait-replicas=%d, or be sure that fencing tokens are checked"
                            .formatted(number));
        }
        if (replicas.isPresent() && waitReplicas > number) {
            add(
                    "has %d replicas, and %d have to have a lock: none is granted while that is so"
                            .formatted(number, waitReplicas),
                    "Set distributed-lock.redis.wait-replicas to the number of replicas");
        }
    }

    private void persistence(boolean quarantined) {
        if ("0".equals(info.get("aof_enabled"))) {
            add(
                    "does not write what it does to disk (appendonly no): a restart forgets its locks"
                            + (quarantined ? ", which distributed-lock.redlock.quarantine makes up for" : ""),
                    "Set appendonly yes and appendfsync always"
                            + (quarantined ? "" : ", or distributed-lock.redlock.quarantine to the longest ttl"));
        }
    }

    private void add(String what, String action) {
        found.add(new Danger(where, what, action));
    }
}
