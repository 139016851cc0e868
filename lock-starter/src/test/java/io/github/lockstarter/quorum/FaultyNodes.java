package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.FaultyNode.Mode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/** Nodes in memory whose time a test lets pass. */
final class FaultyNodes {

    private final AtomicLong now = new AtomicLong();

    private final List<FaultyNode> nodes;

    FaultyNodes(int number) {
        nodes = IntStream.range(0, number)
                .mapToObj(i -> new FaultyNode(now::get))
                .toList();
    }

    FaultyNode get(int node) {
        return nodes.get(node);
    }

    List<FaultyNode> all() {
        return nodes;
    }

    void set(Mode mode, int... which) {
        for (int node : which) {
            nodes.get(node).mode = mode;
        }
    }

    void elapse(Duration time) {
        now.addAndGet(time.toNanos());
    }

    List<QuorumNode> named() {
        return IntStream.range(0, nodes.size())
                .mapToObj(i -> new QuorumNode("node-" + (i + 1), nodes.get(i)))
                .toList();
    }

    boolean areFree(String key) {
        return nodes.stream().allMatch(node -> node.isFree(key));
    }

    long free(String key) {
        return nodes.stream().filter(node -> node.isFree(key)).count();
    }
}
