package io.github.lockstarter.redis;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a store does, by scripts: which of them, and what their replies mean. */
final class ScriptedVerbs {

    private final LockScripts scripts;

    ScriptedVerbs(LockScripts scripts) {
        this.scripts = scripts;
    }

    CompletionStage<Answer> acquire(Acquire acquire) {
        return acquire.keys().size() == 1
                ? read(acquire(acquire, null), reply -> Replies.answer(reply, acquire.ttl()))
                : read(scripts.acquireAll(acquire), Replies::answerForAll);
    }

    CompletionStage<Renewal> renew(Held held, Duration ttl) {
        CompletableFuture<Renewal> renewal = new CompletableFuture<>();
        CompletionStage<Boolean> all = forEach(
                held.keys(),
                key -> isOurs(scripts.renew(key, held.token(), ttl)).whenComplete((ours, failure) -> {
                    // Whatever becomes of the others: what is lost is lost.
                    if (failure == null && !ours) {
                        renewal.complete(Renewal.REFUSED);
                    }
                }));
        all.whenComplete((ours, failure) -> {
            if (failure == null) {
                renewal.complete(ours ? Renewal.RENEWED : Renewal.REFUSED);
            } else {
                renewal.completeExceptionally(failure);
            }
        });
        return renewal;
    }

    CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        if (next != null) {
            if (!next.keys().equals(held.keys())) {
                throw new IllegalArgumentException("A lock is handed over for the same key, and for one.");
            }
            return read(acquire(next, held.token()), reply -> Replies.handOver(reply, next.ttl()));
        }
        return forEach(held.keys(), key -> isOurs(scripts.release(key, held.token(), held.ttl(), held.keptFor())))
                .thenApply(ours -> ours ? Release.RELEASED : Release.NOT_OURS);
    }

    CompletionStage<Void> withdraw(Acquire acquire) {
        return forEach(
                        acquire.keys(),
                        key -> isOurs(scripts.release(key, acquire.token(), acquire.ttl(), Duration.ZERO)))
                .thenApply(ours -> null);
    }

    CompletionStage<LockState> inspect(String key) {
        return read(scripts.inspect(key), Replies::state);
    }

    CompletionStage<ForcedRelease> forceRelease(String key) {
        return read(scripts.forceRelease(key), Replies::forced);
    }

    private CompletionStage<Object> acquire(Acquire asked, @Nullable OwnerToken previous) {
        return asked.token().isExclusive() ? scripts.acquire(asked, previous) : scripts.acquireShared(asked, previous);
    }

    /** Also what comes late. */
    private static <T> CompletionStage<T> read(CompletionStage<Object> reply, Function<Object, T> reader) {
        return reply.thenApply(reader).exceptionallyCompose(failure -> {
            CompletionStage<?> late = StoreFailure.lateOf(failure);
            Throwable told = late == null
                    ? failure
                    : Failures.of(failure).withLate(late.thenApply(value -> reader.apply((Object) value)));
            return CompletableFuture.failedFuture(told);
        });
    }

    /** Sends one command a key, in order, and says whether all of them answered that the lock was ours. */
    private static CompletionStage<Boolean> forEach(
            List<String> keys, Function<String, CompletionStage<Boolean>> command) {
        CompletionStage<Boolean> all = command.apply(keys.get(0));
        for (String key : keys.subList(1, keys.size())) {
            all = all.thenCombine(command.apply(key), Boolean::logicalAnd);
        }
        return all;
    }

    private static CompletionStage<Boolean> isOurs(CompletionStage<Object> reply) {
        return reply.handle((value, failure) -> {
            if (failure == null) {
                return Replies.isOne(value);
            }
            if (Failures.isForeign(failure)) {
                return false;
            }
            throw new CompletionException(failure instanceof CompletionException e ? e.getCause() : failure);
        });
    }
}
