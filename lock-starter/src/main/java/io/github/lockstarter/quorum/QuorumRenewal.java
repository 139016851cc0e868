package io.github.lockstarter.quorum;

import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Prolongs a lock on the nodes that have it: a majority has to. It is refused once so many do not have it that no majority can. Where one was
 * prolonged, the nodes that do not have it, since they lost their data or never voted, are asked to take it up: or a lock that is
 * renewed for long would be lost once every node had been restarted.
 */
final class QuorumRenewal {

    private final Nodes nodes;

    private final Ballot ballot;

    private final List<String> keys;

    private final Duration ttl;

    QuorumRenewal(Nodes nodes, Ballot ballot, List<String> keys, Duration ttl) {
        this.nodes = nodes;
        this.ballot = ballot;
        this.keys = keys;
        this.ttl = ttl;
    }

    CompletionStage<Renewal> send() {
        ballot.asked(ttl);
        Held held = new Held(keys, ballot.token(), ttl);
        Poll<Renewal> poll = nodes.poll(
                nodes.numbers().stream().map(node -> send(node, held)).toList(),
                ttl,
                replies -> renewed(replies) || refused(replies));
        poll.closed().thenAccept(replies -> {
            if (renewed(replies)) {
                takeUp(replies.nodes(Renewal.REFUSED::equals));
            }
        });
        return poll.result().thenApply(replies -> {
            if (renewed(replies)) {
                return Renewal.RENEWED;
            }
            if (refused(replies)) {
                return Renewal.REFUSED;
            }
            throw new StoreFailure(
                    StoreFailure.Kind.UNKNOWN,
                    "%d of %d nodes have to renew it (%s)"
                            .formatted(
                                    nodes.majority().needed(),
                                    nodes.size(),
                                    nodes.told(
                                            replies,
                                            answer -> answer == Renewal.RENEWED ? "renewed it" : "does not have it")),
                    null);
        });
    }

    private CompletionStage<Renewal> send(int node, Held held) {
        return ballot.mayHold(node)
                ? nodes.ask(node, store -> store.renew(held, ttl))
                : CompletableFuture.completedFuture(Renewal.REFUSED);
    }

    /** Whatever comes of it: the ballot keeps account. */
    private void takeUp(List<Integer> missing) {
        long fencingToken = ballot.fencingToken();
        if (fencingToken != 0) {
            missing.forEach(node -> ballot.ask(node, ballot.question(ttl, fencingToken)));
        }
    }

    private boolean renewed(Replies<Renewal> replies) {
        return nodes.majority().isReached(replies.count(Renewal.RENEWED::equals));
    }

    private boolean refused(Replies<Renewal> replies) {
        return nodes.majority().isOutOfReach(replies.count(Renewal.REFUSED::equals));
    }
}
