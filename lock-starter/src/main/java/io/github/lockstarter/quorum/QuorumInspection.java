package io.github.lockstarter.quorum;

import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What people want to know of one key, or do to it: of all nodes, of which a majority has to answer. */
final class QuorumInspection {

    /** All the time that a node may take. */
    private static final Duration NO_HURRY = Duration.ofDays(1);

    private final Nodes nodes;

    QuorumInspection(Nodes nodes) {
        this.nodes = nodes;
    }

    /** Held is what a majority says is held: what less of them have is left over, or on its way. */
    CompletionStage<LockState> inspect(String key) {
        return ofMajority(store -> store.inspect(key), "say who holds it").thenApply(replies -> {
            List<LockState> held = replies.answers().filter(LockState::held).toList();
            boolean isHeld = nodes.majority().isReached(held.size());
            return new LockState(
                    isHeld,
                    isHeld ? mostNamed(held.stream().map(LockState::owner)) : null,
                    isHeld ? shortest(held) : null,
                    keptByMajority(replies),
                    replies.answers().mapToLong(LockState::waiting).max().orElse(0));
        });
    }

    CompletionStage<ForcedRelease> forceRelease(String key) {
        return ofMajority(store -> store.forceRelease(key), "release it").thenApply(replies -> {
            List<ForcedRelease> ended =
                    replies.answers().filter(ForcedRelease::wasHeld).toList();
            return ended.isEmpty()
                    ? ForcedRelease.NOT_HELD
                    : new ForcedRelease(
                            true,
                            mostNamed(ended.stream().map(ForcedRelease::owner)),
                            ended.stream()
                                    .mapToLong(ForcedRelease::fencingToken)
                                    .max()
                                    .orElseThrow());
        });
    }

    private <T> CompletionStage<Replies<T>> ofMajority(Function<LockStore, CompletionStage<T>> question, String what) {
        Poll<T> poll = nodes.poll(
                nodes.numbers().stream().map(node -> nodes.ask(node, question)).toList(), NO_HURRY, replies -> false);
        return poll.result().thenApply(replies -> {
            int answered = nodes.size() - replies.failed();
            if (!nodes.majority().isReached(answered)) {
                throw new StoreFailure(
                        StoreFailure.Kind.UNKNOWN,
                        "%d of %d nodes have to %s, %d did (%s)"
                                .formatted(
                                        nodes.majority().needed(),
                                        nodes.size(),
                                        what,
                                        answered,
                                        nodes.told(replies, answer -> "did")),
                        null);
            }
            return replies;
        });
    }

    /** A node that was not needed may have given a greater one. */
    private long keptByMajority(Replies<LockState> replies) {
        return replies.answers()
                .map(LockState::fencingToken)
                .sorted(Comparator.reverseOrder())
                .skip(nodes.majority().needed() - 1)
                .findFirst()
                .orElse(0L);
    }

    /** What most of them say. */
    private static @Nullable String mostNamed(Stream<@Nullable String> owners) {
        Map<String, Long> named =
                owners.filter(Objects::nonNull).collect(Collectors.groupingBy(owner -> owner, Collectors.counting()));
        return named.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(Map.Entry::getKey)
                .orElse(null);
    }

    private static @Nullable Duration shortest(List<LockState> held) {
        return held.stream()
                .map(LockState::expiresIn)
                .filter(Objects::nonNull)
                .min(Duration::compareTo)
                .orElse(null);
    }
}
