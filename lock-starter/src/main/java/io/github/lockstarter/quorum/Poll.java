package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.Reply.Answered;
import io.github.lockstarter.quorum.Reply.Failed;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One question to several nodes at once. A node that has not replied by the limit counts as failed; what it says later is not
 * heard here.
 *
 * <p>Invariant: each node's reply is set once, and {@link #closed()} completes when all are; {@link #result()} completes with the
 * first replies that decide, or else with all of them.
 */
final class Poll<T> {

    private final Predicate<Replies<T>> decides;

    /** Guarded by this. */
    private final @Nullable Reply<T>[] replies;

    private final CompletableFuture<Replies<T>> result = new CompletableFuture<>();

    private final CompletableFuture<Replies<T>> closed = new CompletableFuture<>();

    @SuppressWarnings("unchecked")
    private Poll(int nodes, Predicate<Replies<T>> decides) {
        this.replies = (Reply<T>[]) new Reply<?>[nodes];
        this.decides = decides;
    }

    /**
     * @param asked what each node was asked, sent already
     * @param limit in nanoseconds
     * @param decides whether replies are enough
     */
    static <T> Poll<T> of(
            List<? extends CompletionStage<? extends @Nullable T>> asked,
            Timer timer,
            long limit,
            Predicate<Replies<T>> decides) {
        Poll<T> poll = new Poll<>(asked.size(), decides);
        for (int node = 0; node < asked.size(); node++) {
            int number = node;
            asked.get(node).whenComplete((answer, failure) -> poll.replied(number, reply(answer, failure)));
        }
        if (!poll.closed.isDone()) {
            Runnable cancel = timer.after(limit, () -> poll.timeIsOver(limit));
            poll.closed.whenComplete((all, never) -> cancel.run());
        }
        return poll;
    }

    CompletionStage<Replies<T>> result() {
        return result;
    }

    CompletionStage<Replies<T>> closed() {
        return closed;
    }

    private static <T> Reply<T> reply(@Nullable T answer, @Nullable Throwable failure) {
        if (answer != null) {
            return new Answered<>(answer);
        }
        return Failed.because(failure != null ? failure : new IllegalStateException("no answer"));
    }

    private void replied(int node, Reply<T> reply) {
        Replies<T> now;
        synchronized (this) {
            if (replies[node] != null) {
                return;
            }
            replies[node] = reply;
            now = replies();
        }
        tell(now);
    }

    private void timeIsOver(long limit) {
        Replies<T> now;
        synchronized (this) {
            for (int node = 0; node < replies.length; node++) {
                if (replies[node] == null) {
                    replies[node] = Failed.silent(limit);
                }
            }
            now = replies();
        }
        tell(now);
    }

    private Replies<T> replies() {
        return new Replies<>(Collections.unmodifiableList(Arrays.asList(replies.clone())));
    }

    private void tell(Replies<T> now) {
        boolean all = now.areAll();
        if (!result.isDone() && (all || decides.test(now))) {
            result.complete(now);
        }
        if (all) {
            closed.complete(now);
        }
    }
}
