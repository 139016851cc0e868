package io.github.lockstarter.quorum;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a lock, under a token of its own on the nodes, and what each of them may hold for it.
 *
 * <p>Invariants: it is granted at most once, and once it is over it never is. Once it is over, whatever a node may have granted, or may
 * yet, is withdrawn there: at once, or when it answers late. The token is not used for another attempt, so no withdrawal can meet a
 * vote that counts.
 */
final class Ballot {

    private enum State {
        OPEN,
        GRANTED,
        OVER
    }

    private final Nodes nodes;

    private final List<String> keys;

    private final OwnerToken token;

    /** Guarded by this, as all below. */
    private State state = State.OPEN;

    private long fencingToken;

    /** Which nodes granted it. */
    private final boolean[] holds;

    /** How many questions to each node may have been granted, or may be yet, without an answer that says so. */
    private final int[] unsettled;

    /** The longest ttl that was asked for. */
    private Duration longest = Duration.ZERO;

    /** Until when a node may keep it. */
    private long lasting;

    Ballot(Nodes nodes, List<String> keys, OwnerToken token) {
        this.nodes = nodes;
        this.keys = keys;
        this.token = token;
        this.holds = new boolean[nodes.size()];
        this.unsettled = new int[nodes.size()];
    }

    List<String> keys() {
        return keys;
    }

    OwnerToken token() {
        return token;
    }

    Acquire question(Duration ttl, long fenceFloor) {
        return new Acquire(keys, token, ttl, fenceFloor, Standing.APART);
    }

    CompletionStage<Answer> ask(int node, Acquire question) {
        return account(node, question.ttl(), store -> store.acquire(question), answer -> answer);
    }

    /** @param answer to the acquire in what the node answered; null if there is none */
    <T> CompletionStage<T> account(
            int node,
            Duration ttl,
            Function<LockStore, CompletionStage<T>> question,
            Function<T, @Nullable Answer> answer) {
        synchronized (this) {
            unsettled[node]++;
            asked(ttl);
        }
        return nodes.ask(node, question)
                .whenComplete((reply, failure) -> settle(node, failure == null ? answer.apply(reply) : null, failure));
    }

    /** @return whether it is granted from now on, with the greater of the two fencing tokens */
    synchronized boolean grant(long newFencingToken) {
        if (state != State.OVER) {
            state = State.GRANTED;
            fencingToken = Math.max(fencingToken, newFencingToken);
        }
        return state == State.GRANTED;
    }

    /** 0: it is not granted. */
    synchronized long fencingToken() {
        return state == State.GRANTED ? fencingToken : 0;
    }

    synchronized boolean isOver() {
        return state == State.OVER;
    }

    synchronized boolean mayHold(int node) {
        return holds[node] || unsettled[node] > 0;
    }

    /** A renewal for this long is about to be sent. */
    synchronized void asked(Duration ttl) {
        longest = ttl.compareTo(longest) > 0 ? ttl : longest;
        lasting = Math.max(lasting, System.nanoTime() + ttl.toNanos());
    }

    /** Whether no node that executes what it is sent can hold it any more. */
    synchronized boolean isForgotten(long now) {
        return now - lasting > longest.toNanos();
    }

    /** Over without a grant: what was granted is withdrawn at once, where there is no answer yet once that is not waited for any more. */
    void refuse(CompletionStage<?> closed) {
        List<Integer> holding;
        synchronized (this) {
            state = State.OVER;
            holding = nodes.numbers().stream().filter(node -> holds[node]).toList();
        }
        holding.forEach(this::withdraw);
        closed.thenRun(() -> nodes.numbers().stream().filter(this::isUnsettled).forEach(this::withdraw));
    }

    /** Over since nobody wants it: all that may be is withdrawn. */
    CompletionStage<Void> withdraw() {
        end();
        return CompletableFuture.allOf(nodes.numbers().stream()
                .filter(this::mayHold)
                .map(node -> withdraw(node).toCompletableFuture())
                .toArray(CompletableFuture[]::new));
    }

    /** @return whether it is over; a granted one goes on */
    synchronized boolean endUnlessGranted() {
        if (state == State.OPEN) {
            state = State.OVER;
        }
        return state == State.OVER;
    }

    /** Over; the caller sees to what is held. */
    synchronized void end() {
        state = State.OVER;
    }

    CompletionStage<Void> withdraw(int node) {
        Acquire withdrawn;
        boolean overtaking;
        synchronized (this) {
            withdrawn = question(longest, 0);
            overtaking = unsettled[node] > 0;
        }
        return Withdrawal.send(nodes, node, withdrawn, overtaking, () -> mayHold(node));
    }

    private synchronized boolean isUnsettled(int node) {
        return !holds[node] && unsettled[node] > 0;
    }

    private void settle(int node, @Nullable Answer answer, @Nullable Throwable failure) {
        boolean granted = answer instanceof Grant;
        boolean nothing = failure == null ? !granted : StoreFailure.kindOf(failure) == StoreFailure.Kind.NOT_EXECUTED;
        boolean late;
        synchronized (this) {
            if (nothing || granted) {
                unsettled[node]--;
            }
            holds[node] |= granted;
            late = state == State.OVER && !nothing;
        }
        if (late) {
            withdraw(node);
        }
    }
}
