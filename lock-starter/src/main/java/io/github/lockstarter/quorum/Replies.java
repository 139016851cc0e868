package io.github.lockstarter.quorum;

import io.github.lockstarter.quorum.Reply.Answered;
import io.github.lockstarter.quorum.Reply.Failed;
import io.github.lockstarter.store.StoreFailure;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the nodes said until some moment.
 *
 * @param byNode null: nothing yet
 */
record Replies<T>(List<@Nullable Reply<T>> byNode) {

    int count(Predicate<T> which) {
        return (int) answers().filter(which).count();
    }

    Stream<T> answers() {
        return byNode.stream().mapMulti((reply, answers) -> {
            if (reply instanceof Answered<T> answered) {
                answers.accept(answered.answer());
            }
        });
    }

    List<StoreFailure> failures() {
        return byNode.stream()
                .<StoreFailure>mapMulti((reply, failures) -> {
                    if (reply instanceof Failed<T> failed) {
                        failures.accept(failed.failure());
                    }
                })
                .toList();
    }

    int failed() {
        return (int) byNode.stream().filter(Failed.class::isInstance).count();
    }

    /** The nodes that gave such an answer. */
    List<Integer> nodes(Predicate<T> which) {
        return IntStream.range(0, byNode.size())
                .filter(node -> byNode.get(node) instanceof Answered<T> answered && which.test(answered.answer()))
                .boxed()
                .toList();
    }

    List<Integer> failedNodes() {
        return IntStream.range(0, byNode.size())
                .filter(node -> byNode.get(node) instanceof Failed)
                .boxed()
                .toList();
    }

    boolean areAll() {
        return byNode.stream().allMatch(Objects::nonNull);
    }
}
