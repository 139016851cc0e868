package io.github.lockstarter.process;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes a cluster of nodes that do not know each other: the masters first, then as many replicas of each. */
final class ClusterFormation {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final List<RedisServer> servers;
    private final int masters;

    ClusterFormation(List<RedisServer> servers, int masters) {
        this.servers = servers;
        this.masters = masters;
    }

    /** @throws IllegalStateException if a node refuses a command, or they do not know each other within 20 s */
    void form() {
        for (int i = 0; i < servers.size(); i++) {
            // Otherwise they would agree on their epochs one by one.
            servers.get(i).command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
        }
        for (int i = 0; i < masters; i++) {
            servers.get(i).command(addSlots(i));
        }
        meet();
        try (Links links = Links.toAll(servers)) {
            Wait.forNothingMissing("the nodes to know each other", LIMIT, () -> strangers(links));
        }
        for (int i = masters; i < servers.size(); i++) {
            String master = servers.get((i - masters) % masters).command("CLUSTER", "MYID");
            servers.get(i).command("CLUSTER", "REPLICATE", master);
        }
    }

    private String[] addSlots(int master) {
        int first = firstSlot(master);
        int end = firstSlot(master + 1);
        return Stream.concat(
                        Stream.of("CLUSTER", "ADDSLOTS"),
                        IntStream.range(first, end).mapToObj(Integer::toString))
                .toArray(String[]::new);
    }

    private int firstSlot(int master) {
        return RedisCluster.SLOTS * master / masters;
    }

    /** Each pair, because it takes them seconds to hear of each other. */
    private void meet() {
        for (RedisServer one : servers) {
            for (RedisServer other : servers.subList(0, servers.indexOf(one))) {
                one.command("CLUSTER", "MEET", other.host(), Integer.toString(other.port()));
            }
        }
    }

    private Optional<String> strangers(Links links) {
        return ClusterState.ask(links).missingToKnow(servers);
    }
}
