package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.Reply.Answered;
import io.github.lockstarter.quorum.Reply.Failed;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The nodes, and how they are asked: all at once, none able to throw, none waited for beyond a limit. */
final class Nodes {

    /** A node is waited for no longer than this part of the ttl, so that the time of a vote does not eat it up; */
    private static final int PART_OF_TTL = 10;

    /** but for so long in any case. */
    private static final long SHORTEST = TimeUnit.MILLISECONDS.toNanos(3);

    private final List<QuorumNode> nodes;

    private final Duration timeout;

    private final Timer timer;

    private final List<NodeAnswers> answers;

    Nodes(List<QuorumNode> nodes, Duration timeout, Timer timer) {
        this.nodes = List.copyOf(nodes);
        this.timeout = timeout;
        this.timer = timer;
        this.answers = nodes.stream().map(node -> new NodeAnswers(node.name())).toList();
    }

    List<NodeAnswers> answers() {
        return answers;
    }

    int size() {
        return nodes.size();
    }

    Majority majority() {
        return new Majority(nodes.size());
    }

    Timer timer() {
        return timer;
    }

    /** The longest wait for one node, in nanoseconds. */
    long limit(Duration ttl) {
        return Math.min(timeout.toNanos(), Math.max(SHORTEST, ttl.toNanos() / PART_OF_TTL));
    }

    <T> CompletionStage<T> ask(int node, Function<LockStore, CompletionStage<T>> question) {
        long asked = System.nanoTime();
        answers.get(node).ask();
        try {
            // The stage in between makes a failure of a cancellation, which is thrown otherwise.
            return question.apply(nodes.get(node).store()).thenApply(answer -> {
                if (System.nanoTime() - asked <= timeout.toNanos()) {
                    answers.get(node).answer();
                }
                return answer;
            });
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    <T> Poll<T> poll(
            List<? extends CompletionStage<? extends @Nullable T>> asked, Duration ttl, Predicate<Replies<T>> decides) {
        return Poll.of(asked, timer, limit(ttl), decides);
    }

    List<Integer> numbers() {
        return IntStream.range(0, nodes.size()).boxed().toList();
    }

    /** What each node said, for a message. */
    <T> String told(Replies<T> replies, Function<T, String> words) {
        List<String> told = new ArrayList<>();
        for (int node = 0; node < nodes.size(); node++) {
            told.add(nodes.get(node).name() + ": " + told(replies.byNode().get(node), words));
        }
        return String.join(", ", told);
    }

    private static <T> String told(@Nullable Reply<T> reply, Function<T, String> words) {
        if (reply instanceof Answered<T> answered) {
            return words.apply(answered.answer());
        }
        return reply instanceof Failed<T> failed ? said(failed.failure()) : "has not answered yet";
    }

    private static String said(StoreFailure failure) {
        return failure.getMessage() == null ? failure.kind().name() : failure.getMessage();
    }
}
