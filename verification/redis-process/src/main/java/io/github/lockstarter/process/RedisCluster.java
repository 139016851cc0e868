package io.github.lockstarter.process;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Redis Cluster of real processes on ports of 127.0.0.1, ended on close, or else when this JVM exits. Its nodes may be
 * killed, suspended and restarted: each finds its part of the cluster again.
 */
public final class RedisCluster implements AutoCloseable {
    /** How many slots a cluster has. */
    public static final int SLOTS = 16_384;

    private final List<RedisServer> servers;

    RedisCluster(List<RedisServer> servers) {
        this.servers = List.copyOf(servers);
    }

    /**
     * Starts three masters that share the slots, without replicas.
     *
     * @param flags for all nodes, as on the command line, a word each: {@code "--appendonly", "yes"}
     * @throws IllegalStateException as {@link RedisClusterBuilder#start()} does
     */
    public static RedisCluster start(String... flags) {
        return builder().flags(flags).start();
    }

    /** Returns a builder for three masters that share the slots, without replicas and flags. */
    public static RedisClusterBuilder builder() {
        return new RedisClusterBuilder();
    }

    /** Returns all nodes, in the order of their start: those that were masters then come first. */
    public List<RedisServer> servers() {
        return servers;
    }

    /** Returns the addresses of all nodes, as clients are configured with them: {@code 127.0.0.1:7000}. */
    public List<String> nodes() {
        return Servers.addresses(servers);
    }

    /**
     * Asks all running nodes which of them serves a slot now. Of several that say so, it is the one with the latest
     * right to it: one which was suspended may not know yet that it was replaced.
     *
     * @throws IllegalArgumentException if there is no such slot
     * @throws IllegalStateException if no running node serves it
     */
    public RedisServer masterOf(int slot) {
        if (slot < 0 || slot >= SLOTS) {
            throw new IllegalArgumentException("A slot is from 0 to " + (SLOTS - 1) + ": " + slot);
        }
        try (Links links = Links.toAll(servers)) {
            return masterOf(slot, links);
        }
    }

    /**
     * Moves a slot with its keys from one master to another, while both serve it; returns when all running nodes know. If
     * it fails the slot is somewhere between the two, and the cluster fit to be closed.
     *
     * @throws IllegalArgumentException if the first is not the one that serves the slot, or the second is no other
     *     master of this cluster
     * @throws IllegalStateException if a node refuses a command, or the nodes do not know within 10 s
     */
    public void migrate(int slot, RedisServer from, RedisServer to) {
        try (Links links = Links.toAll(servers)) {
            if (masterOf(slot, links) != from) {
                throw new IllegalArgumentException(from.address() + " does not serve slot " + slot + " but "
                        + masterOf(slot, links).address() + " does. Ask masterOf(" + slot + ").");
            }
            if (to == from || !ClusterState.ask(links).masters().contains(to)) {
                throw new IllegalArgumentException(to.address() + " is no other master. Choose one that serves slots.");
            }
            new SlotMigration(links, slot, from, to).run();
        }
    }

    /**
     * Waits until every slot can be written, whichever running node is asked first: all running nodes say that the
     * cluster is ok and agree about who serves which slot, and whom they name runs and says so, too. It looks every
     * 5 ms. Nodes that are down or suspended do not matter; nor does whether a replica takes the place of a master in
     * the next fail-over.
     *
     * @throws IllegalStateException if it is not so within the limit, with what was missing the last time
     */
    public void awaitWritable(Duration limit) {
        try (Links links = Links.toAll(servers)) {
            Wait.forNothingMissing(
                    "the cluster to be writable",
                    limit,
                    () -> ClusterState.ask(links).missingToWrite());
        }
    }

    /**
     * Waits until all nodes run, see each other, agree about slots and roles, and every replica has the data of its
     * master: as it is after the start, whoever is a master now.
     *
     * @throws IllegalStateException if it is not so within the limit, with what was missing the last time
     */
    public void awaitConverged(Duration limit) {
        try (Links links = Links.toAll(servers)) {
            Wait.forNothingMissing("the cluster to converge", limit, () -> missingToConverge(links));
        }
    }

    /** Kills all nodes and deletes their directories. Nothing happens the second time. */
    @Override
    public void close() {
        Servers.close(servers);
    }

    private static RedisServer masterOf(int slot, Links links) {
        return ClusterState.ask(links)
                .masterOf(slot)
                .orElseThrow(() -> new IllegalStateException(
                        "No running node serves slot " + slot + ". Wait for a fail-over with awaitWritable(...)."));
    }

    private Optional<String> missingToConverge(Links links) {
        ClusterState state = ClusterState.ask(links);
        return state.missingToKnow(servers)
                .or(state::missingToAgree)
                .or(() -> missingToReplicate(links, state.views().get(0).mastersByPort()));
    }

    private static Optional<String> missingToReplicate(Links links, Map<Integer, Integer> masters) {
        return links.each().stream()
                .flatMap(link -> missingToReplicate(link, masters).stream())
                .findFirst();
    }

    private static Optional<String> missingToReplicate(Link link, Map<Integer, Integer> masters) {
        int port = link.server().port();
        int master = masters.getOrDefault(port, 0);
        long replicas = masters.values().stream().filter(each -> each == port).count();
        return Replication.ask(link)
                .map(state -> master == 0 ? state.missingAsMasterOf(replicas) : state.missingAsReplicaOf(master))
                .orElse(Optional.of(link.server().address() + " does not answer"));
    }
}
