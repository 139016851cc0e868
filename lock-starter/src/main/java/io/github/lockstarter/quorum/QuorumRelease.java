package io.github.lockstarter.quorum;

import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Ends a lock on all nodes. It was ours if a majority says so. */
final class QuorumRelease {

    private final Nodes nodes;

    private final Ballot ballot;

    private final Held onNodes;

    private final Duration ttl;

    QuorumRelease(Nodes nodes, Ballot ballot, Held held) {
        this.nodes = nodes;
        this.ballot = ballot;
        this.onNodes = new Held(held.keys(), ballot.token(), held.ttl(), held.keptFor());
        this.ttl = held.ttl();
    }

    /** What each node is to end. */
    Held onNodes() {
        return onNodes;
    }

    CompletionStage<Release> send() {
        return count(nodes.numbers().stream().map(this::send).toList());
    }

    /** @param sent to all nodes */
    CompletionStage<Release> count(List<? extends CompletionStage<Release>> sent) {
        Poll<Release> poll = nodes.poll(sent, ttl, replies -> ours(replies) || notOurs(replies));
        // One that is kept is left to its ttl where that is not known: it would be free too early.
        if (!onNodes.isKept()) {
            poll.closed()
                    .thenAccept(replies -> replies.failedNodes().stream()
                            .filter(ballot::mayHold)
                            .forEach(ballot::withdraw));
        }
        return poll.result().thenApply(replies -> {
            if (ours(replies)) {
                return Release.RELEASED;
            }
            if (notOurs(replies)) {
                return Release.NOT_OURS;
            }
            throw new StoreFailure(
                    StoreFailure.Kind.UNKNOWN,
                    "Too few of %d nodes answered (%s)"
                            .formatted(
                                    nodes.size(),
                                    nodes.told(
                                            replies, release -> release.ours() ? "released it" : "does not have it")),
                    null);
        });
    }

    private CompletionStage<Release> send(int node) {
        return ballot.mayHold(node)
                ? nodes.ask(node, store -> store.release(onNodes, null))
                : CompletableFuture.completedFuture(Release.NOT_OURS);
    }

    private boolean ours(Replies<Release> replies) {
        return nodes.majority().isReached(replies.count(Release::ours));
    }

    private boolean notOurs(Replies<Release> replies) {
        return nodes.majority().isOutOfReach(replies.count(release -> !release.ours()));
    }
}
