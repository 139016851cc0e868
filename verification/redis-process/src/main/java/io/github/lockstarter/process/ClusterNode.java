package io.github.lockstarter.process;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Set;

/**
 * A line of CLUSTER NODES.
 *
 * @param masterId of which it is a replica, or {@code -}
 * @param slots which it serves
 */
record ClusterNode(
        String id, int port, Set<String> flags, String masterId, long configEpoch, boolean connected, BitSet slots) {
    private static final Set<String> HEALTHY_FLAGS = Set.of("myself", "master", "slave");

    /** @throws RuntimeException if it is no such line */
    static ClusterNode parse(String line) {
        String[] words = line.strip().split(" ");
        String address = words[1].substring(0, words[1].indexOf('@'));
        BitSet slots = new BitSet(RedisCluster.SLOTS);
        // What is in brackets is on its way, and still served by the one that it comes from.
        Arrays.stream(words).skip(8).filter(word -> !word.startsWith("[")).forEach(range -> add(range, slots));
        return new ClusterNode(
                words[0],
                Integer.parseInt(address.substring(address.lastIndexOf(':') + 1)),
                Set.copyOf(List.of(words[2].split(","))),
                words[3],
                Long.parseLong(words[6]),
                words[7].equals("connected"),
                slots);
    }

    boolean isMyself() {
        return flags.contains("myself");
    }

    boolean isMaster() {
        return flags.contains("master");
    }

    /** Returns whether nothing is said about it which passes: that it is met only, not connected, or thought to fail. */
    boolean isHealthy() {
        return connected && HEALTHY_FLAGS.containsAll(flags);
    }

    private static void add(String range, BitSet slots) {
        String[] ends = range.split("-");
        slots.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
}
