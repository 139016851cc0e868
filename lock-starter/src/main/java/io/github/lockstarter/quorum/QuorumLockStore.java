package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.TokenProposals.Proposal;
import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Danger;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps locks in several independent stores at once, the nodes: a lock is held by whoever holds it on a majority of them, so that it
 * outlives the loss of any minority. The algorithm is Redlock (Redis documentation, "Distributed Locks with Redis", section "The
 * Redlock algorithm"), with fencing tokens.
 *
 * <p>All nodes are asked at once, and none is waited for longer than a limit, nor for longer than a tenth of the ttl. What a minority
 * grants, or grants late, is withdrawn. A renewal needs a majority again; nodes that have lost the lock are asked to take it up again
 * with it.
 *
 * <p>There is no line between JVMs: whoever waits tries again after a random part of the retry delay, and there are no hints.
 *
 * <p>Thread-safe. Owns one thread, which ends after 10 s without work, or with {@link #close()}; not the nodes.
 */
public final class QuorumLockStore implements LockStore, AutoCloseable {

    private static final long LONGEST_QUESTION = 5;

    private final Timer timer = new Timer();

    private final Ballots ballots = new Ballots();

    private final AtomicLong attempts = new AtomicLong();

    private final Nodes nodes;

    private final TokenProposals proposals;

    private final Duration longestTtl;

    /**
     * @param nodes 1 or more; an odd number, since one more to make it even adds nothing
     * @param nodeTimeout the longest wait for one node; well below the ttl
     * @param longestTtl the longest ttl that may be asked for: no longer than a node that has lost its data does not vote
     */
    public QuorumLockStore(List<QuorumNode> nodes, Duration nodeTimeout, Duration longestTtl) {
        this(nodes, nodeTimeout, longestTtl, TokenProposals.byTheClock());
    }

    QuorumLockStore(List<QuorumNode> nodes, Duration nodeTimeout, Duration longestTtl, TokenProposals proposals) {
        if (nodes.isEmpty()) {
            throw new IllegalArgumentException("A quorum has at least one node.");
        }
        this.nodes = new Nodes(nodes, nodeTimeout, timer);
        this.longestTtl = longestTtl;
        this.proposals = proposals;
    }

    @Override
    public Duration longestTtl() {
        return longestTtl;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire asked) {
        if (isTooLong(asked.ttl())) {
            return tooLong(asked.ttl());
        }
        return begin(asked).ask().whenComplete((answer, failure) -> ended(asked.token(), answer));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        if (isTooLong(ttl)) {
            return tooLong(ttl);
        }
        Ballot ballot = ballots.granted(held.token());
        return ballot == null
                ? CompletableFuture.completedFuture(Renewal.REFUSED)
                : new QuorumRenewal(nodes, ballot, held.keys(), ttl).send();
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        if (next != null && !next.keys().equals(held.keys())) {
            throw new IllegalArgumentException("A lock is handed over for the same key, and for one.");
        }
        if (next != null && isTooLong(next.ttl())) {
            return tooLong(next.ttl());
        }
        Ballot ballot = ballots.endFor(held);
        if (next == null) {
            return ballot == null
                    ? CompletableFuture.completedFuture(Release.NOT_OURS)
                    : new QuorumRelease(nodes, ballot, held).send();
        }
        if (ballot == null) {
            return acquire(next).handle((answer, failure) -> new Release(false, answer));
        }
        return handOver(new QuorumRelease(nodes, ballot, held), next);
    }

    private CompletionStage<Release> handOver(QuorumRelease release, Acquire next) {
        Voting voting = begin(next);
        Ballot ballot = voting.ballot();
        List<CompletionStage<Release>> sent = nodes.numbers().stream()
                .map(node -> ballot.account(
                        node, next.ttl(), store -> store.release(release.onNodes(), voting.question()), Release::next))
                .toList();
        CompletionStage<@Nullable Answer> votes = voting.count(IntStream.range(0, sent.size())
                        .mapToObj(node -> answerOf(sent.get(node)))
                        .toList())
                .whenComplete((answer, failure) -> ended(next.token(), answer))
                // Not granted, and not known to be another's: there is no answer.
                .<@Nullable Answer>handle((answer, failure) -> answer);
        return release.count(sent).thenCombine(votes, (ended, answer) -> new Release(ended.ours(), answer));
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        Ballot ballot = ballots.end(acquire.token());
        return ballot == null ? CompletableFuture.completedFuture(null) : ballot.withdraw();
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return new QuorumInspection(nodes).inspect(key);
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return new QuorumInspection(nodes).forceRelease(key);
    }

    /** {@return how the nodes have answered so far} */
    public List<NodeAnswers> answers() {
        return nodes.answers();
    }

    /** Of all nodes that answer; fails if none does. */
    @Override
    public CompletionStage<List<Danger>> dangers() {
        List<CompletableFuture<List<Danger>>> asked = nodes.numbers().stream()
                .map(node -> nodes.ask(node, LockStore::dangers).toCompletableFuture())
                .toList();
        CompletableFuture<?> all = CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
                .orTimeout(LONGEST_QUESTION, TimeUnit.SECONDS);
        return all.handle((done, failure) -> {
            if (asked.stream().noneMatch(QuorumLockStore::isAnswered)) {
                throw new StoreFailure(StoreFailure.Kind.NOT_EXECUTED, "no node answers", failure);
            }
            return Stream.concat(
                            ofTheirNumber().stream(),
                            asked.stream().filter(QuorumLockStore::isAnswered).flatMap(each -> each.join().stream()))
                    .toList();
        });
    }

    private List<Danger> ofTheirNumber() {
        int number = nodes.size();
        if (number >= 3 && number % 2 == 1) {
            return List.of();
        }
        return List.of(
                new Danger(
                        "Redlock",
                        "has %d %s, of which %d may fail"
                                .formatted(
                                        number,
                                        number == 1 ? "node" : "nodes",
                                        number - nodes.majority().needed()),
                        "Name three independent servers, or five, in distributed-lock.redlock.nodes: an even number is no safer than one less"));
    }

    private static boolean isAnswered(CompletableFuture<?> stage) {
        return stage.isDone() && !stage.isCompletedExceptionally();
    }

    @Override
    public void close() {
        timer.close();
    }

    /** How many locks are held or asked for. */
    int size() {
        return ballots.size();
    }

    /** For a token that has the lock, its majority is asked to grant it again; else it is an attempt in place of any other. */
    private Voting begin(Acquire asked) {
        Ballot fresh = new Ballot(nodes, asked.keys(), asked.token().inAttempt(attempts.incrementAndGet()));
        Ballot ballot = ballots.putUnlessGranted(asked.token(), fresh);
        Proposal proposal = proposals.next();
        boolean again = ballot != fresh;
        // Of its own token no more than before is asked: it keeps it, unless it was lost meanwhile.
        long floor = Math.max(again ? ballot.fencingToken() : proposal.token(), asked.fenceFloor());
        return new Voting(nodes, proposals, ballot, ballot.question(asked.ttl(), floor), proposal, again);
    }

    private void ended(OwnerToken token, @Nullable Answer answer) {
        if (!(answer instanceof Grant)) {
            ballots.removeIfOver(token);
        }
    }

    private boolean isTooLong(Duration ttl) {
        return ttl.compareTo(longestTtl) > 0;
    }

    private <T> CompletionStage<T> tooLong(Duration ttl) {
        return CompletableFuture.failedFuture(new StoreFailure(
                StoreFailure.Kind.REJECTED,
                "a ttl of %d ms is longer than the %d ms for which a node does not vote that may have lost its data"
                        .formatted(ttl.toMillis(), longestTtl.toMillis()),
                null));
    }

    private static CompletionStage<@Nullable Answer> answerOf(CompletionStage<Release> release) {
        return release.thenApply(Release::next);
    }
}
