package io.github.lockstarter.process;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What one node of a cluster says about all of them.
 *
 * @param ok its cluster_state: whether it serves its slots
 */
record ClusterView(RedisServer server, boolean ok, List<ClusterNode> nodes) {

    /** Returns nothing if the node does not answer. */
    static Optional<ClusterView> ask(Link link) {
        // In this order the state is not older than what it is the state of.
        Optional<String> nodes = link.ask("CLUSTER", "NODES");
        Optional<String> info = link.ask("CLUSTER", "INFO");
        if (nodes.isEmpty() || info.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ClusterView(
                link.server(),
                info.get().lines().anyMatch("cluster_state:ok"::equals),
                nodes.get().lines().map(ClusterNode::parse).toList()));
    }

    ClusterNode myself() {
        return nodes.stream().filter(ClusterNode::isMyself).findFirst().orElseThrow();
    }

    /** Returns the port of the node that serves each slot, 0 where there is none. */
    int[] owners() {
        int[] owners = new int[RedisCluster.SLOTS];
        for (ClusterNode node : nodes) {
            node.slots().stream().forEach(slot -> owners[slot] = node.port());
        }
        return owners;
    }

    boolean hasSameOwnersAs(ClusterView other) {
        return Arrays.equals(owners(), other.owners());
    }

    /** Returns the port of each node's master, by the port of the node; 0 for masters. */
    Map<Integer, Integer> mastersByPort() {
        Map<String, Integer> ports = nodes.stream().collect(Collectors.toMap(ClusterNode::id, ClusterNode::port));
        // A node which has just been met may have the port of one that is known already.
        return nodes.stream()
                .collect(Collectors.toMap(
                        ClusterNode::port, node -> ports.getOrDefault(node.masterId(), 0), (one, other) -> one));
    }
}
