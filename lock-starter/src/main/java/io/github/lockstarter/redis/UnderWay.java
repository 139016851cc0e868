package io.github.lockstarter.redis;

import io.github.lockstarter.store.StoreFailure;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** The commands that have no answer yet: what they are about, and since when. Thread-safe. */
final class UnderWay<T> {

    private final Map<CompletableFuture<Object>, Sent<T>> commands = new ConcurrentHashMap<>();

    /**
     * A command is under way until it is answered.
     *
     * @return the answer; it may be given up before it comes
     */
    CompletableFuture<Object> add(CompletableFuture<Object> reply, T about) {
        CompletableFuture<Object> answer = reply.copy();
        commands.put(answer, new Sent<>(about, reply, System.nanoTime()));
        answer.whenComplete((value, failure) -> commands.remove(answer));
        return answer;
    }

    boolean isEmpty() {
        return commands.isEmpty();
    }

    boolean anyOlderThan(long nanos) {
        long now = System.nanoTime();
        return commands.values().stream().anyMatch(sent -> now - sent.at() > nanos);
    }

    /** Fails those that are older: nobody knows what they did, or are yet to do. */
    void giveUp(long nanos, Predicate<T> which, String why) {
        long now = System.nanoTime();
        commands.forEach((answer, sent) -> {
            if (now - sent.at() > nanos && which.test(sent.about())) {
                answer.completeExceptionally(new StoreFailure(StoreFailure.Kind.UNKNOWN, why, null, sent.reply()));
            }
        });
    }

    private record Sent<T>(T about, CompletableFuture<Object> reply, long at) {}
}
