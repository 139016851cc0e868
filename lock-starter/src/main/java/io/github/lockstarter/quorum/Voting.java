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
import org.jspecify.annotations.Nullable;

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

    /** Whether the lock was granted before, and is asked for again. */
    private final boolean again;

    private final long began = System.nanoTime();

    /** @param question has the proposal, or more, as its floor */
    Voting(Nodes nodes, TokenProposals proposals, Ballot ballot, Acquire question, Proposal proposal, boolean again) {
        this.nodes = nodes;
        this.proposals = proposals;
        this.ballot = ballot;
        this.question = question;
        this.proposal = proposal;
        this.again = again;
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
    CompletionStage<Answer> count(List<? extends CompletionStage<? extends @Nullable Answer>> votes) {
        Poll<Answer> poll = nodes.poll(votes, question.ttl(), replies -> verdict(replies) != Verdict.OPEN);
        return poll.result().thenCompose(replies -> {
            Verdict verdict = verdict(replies);
            if (verdict == Verdict.GRANTED) {
                return agree(poll, replies);
            }
            boolean others = nodes.majority().isOutOfReach(replies.count(Busy.class::isInstance));
            if (verdict == Verdict.BUSY && (others || !again)) {
                ballot.refuse(poll.closed());
                return CompletableFuture.completedFuture(busy(replies));
            }
            return refused(poll.closed(), replies, "");
        });
    }

    private Verdict verdict(Replies<Answer> replies) {
        if (again && !isKept(replies) && !isLost(replies)) {
            return Verdict.OPEN;
        }
        return nodes.majority()
                .verdict(
                        replies.count(Grant.class::isInstance),
                        replies.count(Busy.class::isInstance),
                        replies.failed());
    }

    /** Whether a majority has had the lock all the time that is asked for again: where it was lost, a greater fencing token is given. */
    private boolean isKept(Replies<Answer> replies) {
        return again && nodes.majority().isReached(replies.count(this::isKept));
    }

    private boolean isLost(Replies<Answer> replies) {
        int lost = replies.count(answer -> !isKept(answer));
        return nodes.majority().isOutOfReach(lost + replies.failed());
    }

    private boolean isKept(Answer answer) {
        return answer instanceof Grant grant && grant.fencingToken() <= question.fenceFloor();
    }

    private CompletionStage<Answer> agree(Poll<Answer> poll, Replies<Answer> replies) {
        if (isKept(replies)) {
            return granted(poll, replies, question.fenceFloor());
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
            CompletionStage<Void> closed = CompletableFuture.allOf(
                    poll.closed().toCompletableFuture(), second.closed().toCompletableFuture());
            return refused(closed, replies, "but too few of them keep its fencing token");
        });
    }

    private static int raised(Replies<Answer> replies, long least) {
        return replies.count(answer -> answer instanceof Grant grant && grant.fencingToken() >= least);
    }

    private CompletionStage<Answer> granted(Poll<Answer> poll, Replies<Answer> replies, long fencingToken) {
        Duration ttl = question.ttl();
        Duration elapsed = Duration.ofNanos(System.nanoTime() - began);
        if (elapsed.plus(ttl.dividedBy(100)).plus(DRIFT).compareTo(ttl) >= 0) {
            return refused(poll.closed(), replies, "but that took its whole ttl");
        }
        if (!ballot.grant(fencingToken)) {
            ballot.refuse(poll.closed());
            return unavailable(replies, Kind.NOT_EXECUTED, "but nobody wants it any more");
        }
        Duration lasts =
                grants(replies).map(Grant::expiresIn).min(Duration::compareTo).orElseThrow();
        return CompletableFuture.completedFuture(new Grant(ballot.fencingToken(), lasts));
    }

    /** Not granted by this vote. A lock that was granted before stays so: nobody loses it by asking again. */
    private CompletionStage<Answer> refused(CompletionStage<?> closed, Replies<Answer> replies, String addition) {
        if (again) {
            return unavailable(replies, Kind.UNKNOWN, addition);
        }
        ballot.refuse(closed);
        boolean inVain =
                addition.isEmpty() && replies.failures().stream().allMatch(failure -> failure.kind() == Kind.REJECTED);
        return unavailable(replies, inVain ? Kind.REJECTED : Kind.NOT_EXECUTED, addition);
    }

    private Busy busy(Replies<Answer> replies) {
        List<Busy> others = replies.answers()
                .filter(Busy.class::isInstance)
                .map(Busy.class::cast)
                .toList();
        Optional<Busy> known =
                others.stream().filter(busy -> busy.owner() != null).findFirst();
        return new Busy(
                known.map(Busy::owner).orElse(null),
                nodes.majority().freeIn(others, nodes.size() - others.size() - replies.failed()),
                known.map(Busy::since).orElse(null));
    }

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
