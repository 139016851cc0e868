package io.github.lockstarter.observation;

import io.github.lockstarter.quorum.NodeAnswers;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;

/** How the nodes of a Redlock answer: two time series a node. Where the two grow apart, a node fails or is too slow. */
public final class NodeMeters implements MeterBinder {

    private final List<NodeAnswers> nodes;

    /**
     * One set of meters for each node.
     *
     * @param nodes how each has answered so far
     */
    public NodeMeters(List<NodeAnswers> nodes) {
        this.nodes = List.copyOf(nodes);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (NodeAnswers node : nodes) {
            FunctionCounter.builder("distributed.lock.node.asked", node, NodeAnswers::asked)
                    .description("Questions to a node of the Redlock")
                    .tag("node", node.node())
                    .register(registry);
            FunctionCounter.builder("distributed.lock.node.answered", node, NodeAnswers::answered)
                    .description("Questions that a node of the Redlock answered in time")
                    .tag("node", node.node())
                    .register(registry);
        }
    }
}
