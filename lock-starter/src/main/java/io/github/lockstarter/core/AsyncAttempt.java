package io.github.lockstarter.core;

import io.github.lockstarter.store.Answer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

/** One attempt, and no thread waits for its answer. */
final class AsyncAttempt {

    private AsyncAttempt() {}

    /** @return completes within the command-timeout, on a thread for steps; never fails */
    static CompletableFuture<Outcome> send(Attempts attempts, AsyncThreads threads) {
        CompletableFuture<Answer> answer = attempts.send().thenApply(sent -> sent);
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        AsyncThreads.Later late = threads.later(
                () -> answer.completeExceptionally(new TimeoutException("No answer in time")),
                attempts.terms().commandTimeout());
        answer.whenComplete((value, failure) -> {
            late.cancel();
            threads.step(() -> outcome.complete(
                    failure == null ? attempts.answered(value) : attempts.unanswered(Answers.cause(failure))));
        });
        return outcome;
    }
}
