package io.github.lockstarter.process;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one Sentinel says about the master, its replicas and the other Sentinels.
 *
 * @param masterPort where it sends clients
 */
record SentinelView(
        RedisServer sentinel,
        int masterPort,
        Map<String, String> master,
        List<Map<String, String>> replicas,
        List<Map<String, String>> others) {

    /** Returns nothing if the Sentinel does not answer. */
    static Optional<SentinelView> ask(Link link, String masterName) {
        OptionalInt port = masterPort(link, masterName);
        Optional<String> master = link.ask("SENTINEL", "MASTER", masterName);
        Optional<String> replicas = link.ask("SENTINEL", "REPLICAS", masterName);
        Optional<String> others = link.ask("SENTINEL", "SENTINELS", masterName);
        if (port.isEmpty() || master.isEmpty() || replicas.isEmpty() || others.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SentinelView(
                link.server(),
                port.getAsInt(),
                SentinelReplies.instances(master.get()).get(0),
                SentinelReplies.instances(replicas.get()),
                SentinelReplies.instances(others.get())));
    }

    /** Returns where the Sentinel sends clients, or nothing if it does not answer. */
    static OptionalInt masterPort(Link link, String masterName) {
        return link.ask("SENTINEL", "GET-MASTER-ADDR-BY-NAME", masterName).stream()
                .mapToInt(address -> Integer.parseInt(address.substring(address.indexOf('\n') + 1)))
                .findFirst();
    }

    /** Returns what is missing for a Sentinel that sees so many of each, all well. */
    Optional<String> missing(int replicaCount, int otherCount) {
        if (!hasFlags(master, "master") || !has(master, "port", Integer.toString(masterPort))) {
            return missing("sees the master as " + master.get("flags"));
        }
        if (replicas.size() != replicaCount || !replicas.stream().allMatch(this::isGoodReplica)) {
            return missing("does not see " + replicaCount + " good replicas: " + states(replicas));
        }
        if (others.size() != otherCount || !others.stream().allMatch(other -> hasFlags(other, "sentinel"))) {
            return missing("does not see " + otherCount + " good Sentinels: " + states(others));
        }
        return Optional.empty();
    }

    private boolean isGoodReplica(Map<String, String> replica) {
        return hasFlags(replica, "slave")
                && has(replica, "role-reported", "slave")
                && has(replica, "master-link-status", "ok")
                && has(replica, "master-port", Integer.toString(masterPort));
    }

    /** Nothing else: further flags say that it is down, not connected, or in a fail-over. */
    private static boolean hasFlags(Map<String, String> instance, String flags) {
        return has(instance, "flags", flags);
    }

    private static boolean has(Map<String, String> instance, String field, String value) {
        return value.equals(instance.get(field));
    }

    private static List<String> states(List<Map<String, String>> instances) {
        return instances.stream()
                .map(instance -> instance.get("port") + " " + instance.get("flags")
                        + (instance.containsKey("master-port") ? " of " + instance.get("master-port") : ""))
                .toList();
    }

    private Optional<String> missing(String what) {
        return Optional.of("Sentinel " + sentinel.address() + " " + what);
    }
}
