package io.github.lockstarter.redis;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Sends a command again and again as long as its keys are being moved to another server of a cluster and lie on either side. */
final class SlotMoves {

    /** How long a slot that is being moved is waited for, within an attempt. */
    private static final long LONGEST = TimeUnit.MILLISECONDS.toNanos(500);

    private static final long BETWEEN = TimeUnit.MILLISECONDS.toNanos(5);

    private final RedisThreads threads;

    SlotMoves(RedisThreads threads) {
        this.threads = threads;
    }

    /** @param command may be sent several times, one after the other */
    void send(Supplier<? extends CompletionStage<Object>> command, CompletableFuture<Object> answer) {
        send(command, answer, System.nanoTime() + LONGEST);
    }

    private void send(Supplier<? extends CompletionStage<Object>> command, CompletableFuture<Object> answer, long end) {
        command.get().whenComplete((value, failure) -> {
            if (failure == null) {
                answer.complete(value);
            } else if (Failures.isTryAgain(failure) && System.nanoTime() - end < 0) {
                threads.later(() -> send(command, answer, end), BETWEEN, answer);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }
}
