package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.TokenProposals.Proposal;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/**
 * Brings one ballot to its end. A majority of grants makes a lock, in time for something of it to be left; and its fencing token is one
 * that a majority keeps, and that is no less than what each of a majority gave. Any two majorities share a node, whose next token
 * is greater: so the tokens grow, which the greatest of what the nodes give does not ensure by itself.
 */
final class Voting {

    private static final Duration DRIFT = Duration.ofMillis(2);

    private final Nodes nodes;

    private final TokenProposals proposals;

    private final Ballot ballot;

    private final Acquire question;

    private final Proposal proposal;

    /** The fencing token that the lock has already; 0: none yet. */
    private final long decided;

    private final long began = System.nanoTime();

    /** @param question has the proposal, or more, as its floor */
    Voting(Nodes nodes, TokenProposals proposals, Ballot ballot, Acquire question, Proposal proposal, long decided) {
        this.nodes = nodes;
        this.proposals = proposals;
        this.ballot = ballot;
        this.question = question;
        this.proposal = proposal;
        this.decided = decided;
    }

    Ballot ballot() {
        return ballot;
    }

    Acquire question() {
        return question;
    }

    CompletionStage<Answer> ask() {
        return count(
                nodes.numbers().stream().map(node -> ballot.ask(node, question)).toList());
    }

    /** @param votes asked for already */
    CompletionStage<Answer> count(List<CompletionStage<Answer>> votes) {
        Poll<Answer> poll = nodes.poll(votes, question.ttl(), replies -> verdict(replies) != Verdict.OPEN);
        return poll.result().thenCompose(replies -> {
            if (verdict(replies) == Verdict.GRANTED) {
                return agree(poll, replies);
            }
            ballot.refuse(poll.closed());
            return refused(replies);
        });
    }

    private Verdict verdict(Replies<Answer> replies) {
        return nodes.majority()
                .verdict(
                        replies.count(Grant.class::isInstance),
                        replies.count(Busy.class::isInstance),
                        replies.failed());
    }

    private CompletionStage<Answer> agree(Poll<Answer> poll, Replies<Answer> replies) {
        if (decided > 0) {
            return granted(poll, replies, decided);
        }
        long highest = grants(replies).mapToLong(Grant::fencingToken).max().orElseThrow();
        proposals.given(proposal, highest);
        List<Integer> behind = replies.nodes(answer -> answer instanceof Grant grant && grant.fencingToken() < highest);
        int agreed = replies.count(Grant.class::isInstance) - behind.size();
        if (nodes.majority().isReached(agreed)) {
            return granted(poll, replies, highest);
        }
        Acquire raised = ballot.question(question.ttl(), highest);
        Poll<Answer> second = nodes.poll(
                behind.stream().map(node -> ballot.ask(node, raised)).toList(),
                question.ttl(),
                more -> nodes.majority().isReached(agreed + raised(more, highest)));
        return second.result().thenCompose(more -> {
            if (nodes.majority().isReached(agreed + raised(more, highest))) {
                return granted(poll, replies, highest);
            }
            ballot.refuse(CompletableFuture.allOf(
                    poll.closed().toCompletableFuture(), second.closed().toCompletableFuture()));
            return unavailable(replies, Kind.NOT_EXECUTED, "but too few of them keep its fencing token");
        });
    }

    private static int raised(Replies<Answer> replies, long least) {
        return replies.count(answer -> answer instanceof Grant grant && grant.fencingToken() >= least);
    }

    private CompletionStage<Answer> granted(Poll<Answer> poll, Replies<Answer> replies, long fencingToken) {
        Duration ttl = question.ttl();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        if (elapsed.plus(ttl.dividedBy(100)).plus(DRIFT).compareTo(ttl) >= 0) {
            ballot.refuse(poll.closed());
            return unavailable(replies, Kind.NOT_EXECUTED, "but that took its whole ttl");
        }
        if (!ballot.grant(fencingToken)) {
            ballot.refuse(poll.closed());
            return unavailable(replies, Kind.NOT_EXECUTED, "but nobody wants it any more");
        }
        Duration lasts =
                grants(replies).map(Grant::expiresIn).min(Duration::compareTo).orElseThrow();
        return CompletableFuture.completedFuture(new Grant(ballot.fencingToken(), lasts));
    }

    private CompletionStage<Answer> refused(Replies<Answer> replies) {
        if (verdict(replies) == Verdict.BUSY) {
            return CompletableFuture.completedFuture(busy(replies));
        }
        boolean inVain = replies.failures().stream().allMatch(failure -> failure.kind() == Kind.REJECTED);
        return unavailable(replies, inVain ? Kind.REJECTED : Kind.NOT_EXECUTED, "");
    }

    private Busy busy(Replies<Answer> replies) {
        List<Busy> others = replies.answers()
                .filter(Busy.class::isInstance)
                .map(Busy.class::cast)
                .toList();
        Optional<String> owner = others.stream()
                .flatMap(busy -> Optional.ofNullable(busy.owner()).stream())
                .findFirst();
        return new Busy(
                owner.orElse(null), nodes.majority().freeIn(others, nodes.size() - others.size() - replies.failed()));
    }

    /** Nothing of it is left that this store does not see to. */
    private <T> CompletionStage<T> unavailable(Replies<Answer> replies, Kind kind, String addition) {
        String message = "%d of %d nodes have to grant it, %d did%s (%s)"
                .formatted(
                        nodes.majority().needed(),
                        nodes.size(),
                        replies.count(Grant.class::isInstance),
                        addition.isEmpty() ? "" : ", " + addition,
                        nodes.told(replies, answer -> answer instanceof Grant ? "granted it" : "is busy"));
        Throwable cause =
                replies.failures().isEmpty() ? null : replies.failures().get(0);
        return CompletableFuture.failedFuture(new StoreFailure(kind, message, cause));
    }

    private static Stream<Grant> grants(Replies<Answer> replies) {
        return replies.answers().filter(Grant.class::isInstance).map(Grant.class::cast);
    }
}
