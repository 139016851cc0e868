package io.github.lockstarter.redis;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.ToIntFunction;

/**
 * Takes keys that lie in several slots of a cluster, which no script can: slot by slot, in the order of the slots, so that of two who want
 * the same keys the one who is first at the first slot gets all. All or nothing: the first slot that is busy gives all back, and only
 * then is busy answered. One fencing token for all, the highest: where less was given, it is raised before the grant counts.
 */
final class SlotBySlot {

    private final ScriptedVerbs verbs;

    private final ToIntFunction<String> slots;

    /** @param slots where the lock of a key lies */
    SlotBySlot(ScriptedVerbs verbs, ToIntFunction<String> slots) {
        this.verbs = verbs;
        this.slots = slots;
    }

    CompletionStage<Answer> acquire(Acquire asked) {
        TreeMap<Integer, List<String>> bySlot = new TreeMap<>();
        for (String key : asked.keys()) {
            bySlot.computeIfAbsent(slots.applyAsInt(key), unknown -> new ArrayList<>())
                    .add(key);
        }
        return bySlot.size() == 1
                ? verbs.acquire(asked)
                : new Taking(asked, List.copyOf(bySlot.values())).next(asked.fenceFloor());
    }

    /** One acquire on its way through the slots. Each step follows the answer to the one before. */
    private final class Taking {

        private final Acquire asked;

        private final List<List<String>> slots;

        private final List<Grant> granted = new ArrayList<>();

        Taking(Acquire asked, List<List<String>> slots) {
            this.asked = asked;
            this.slots = slots;
        }

        CompletionStage<Answer> next(long floor) {
            if (granted.size() == slots.size()) {
                return raise(floor);
            }
            return take(granted.size(), floor).handle(this::taken).thenCompose(step -> step);
        }

        private CompletionStage<Answer> take(int slot, long floor) {
            return verbs.acquire(asked.withKeys(slots.get(slot), floor));
        }

        private CompletionStage<Answer> taken(Answer answer, Throwable failure) {
            if (failure != null) {
                return CompletableFuture.failedFuture(granted.isEmpty() ? failure : partly(failure));
            }
            if (answer instanceof Grant grant) {
                granted.add(grant);
                return next(grant.fencingToken());
            }
            return giveBack((Busy) answer);
        }

        /** Each slot gave at least what the one before it gave: the last has the highest. */
        private CompletionStage<Answer> raise(long highest) {
            CompletionStage<Duration> lasts = CompletableFuture.completedFuture(shortest());
            for (int slot = 0; slot < slots.size(); slot++) {
                if (granted.get(slot).fencingToken() < highest) {
                    lasts = lasts.thenCombine(take(slot, highest), Taking::shorter);
                }
            }
            return lasts.<Answer>thenApply(shortest -> new Grant(highest, shortest))
                    .exceptionallyCompose(failure -> CompletableFuture.failedFuture(partly(failure)));
        }

        private CompletionStage<Answer> giveBack(Busy busy) {
            List<String> keys = slots.subList(0, granted.size()).stream()
                    .flatMap(List::stream)
                    .toList();
            return keys.isEmpty()
                    ? CompletableFuture.completedFuture(busy)
                    : verbs.withdraw(asked.withKeys(keys, 0))
                            .<Answer>thenApply(done -> busy)
                            .exceptionallyCompose(failure -> CompletableFuture.failedFuture(partly(failure)));
        }

        private Duration shortest() {
            return granted.stream()
                    .map(Grant::expiresIn)
                    .min(Duration::compareTo)
                    .orElseThrow();
        }

        /** What was not executed in one slot leaves others that were taken. */
        private static StoreFailure partly(Throwable failure) {
            Throwable cause = failure instanceof CompletionException e && e.getCause() != null ? e.getCause() : failure;
            Kind kind = StoreFailure.kindOf(failure) == Kind.REJECTED ? Kind.REJECTED : Kind.UNKNOWN;
            return new StoreFailure(kind, cause.getMessage(), cause, StoreFailure.lateOf(failure));
        }

        /** Lost in between, if it is busy. */
        private static Duration shorter(Duration lasts, Answer raised) {
            if (raised instanceof Grant grant) {
                return grant.expiresIn().compareTo(lasts) < 0 ? grant.expiresIn() : lasts;
            }
            throw new StoreFailure(Kind.UNKNOWN, "a part of the keys was lost while the others were acquired", null);
        }
    }
}
