package io.github.lockstarter.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Answers that are stages, and waiting for what has to be known, interrupted or not: a release, or whether a lock is still ours. */
final class Answers {

    /** Nothing to wait for. */
    static final CompletionStage<Void> DONE =
            CompletableFuture.<Void>completedFuture(null).minimalCompletionStage();

    private Answers() {}

    /** What a stage failed with, which dependent stages wrap. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** Waits for an answer until a time of {@link System#nanoTime()}; an interrupt is kept for later. */
    static <T> T awaitUntil(long end, CompletionStage<T> stage) throws ExecutionException, TimeoutException {
        CompletableFuture<T> answer = stage.toCompletableFuture();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
