package io.github.lockstarter.core;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for what has to be known, interrupted or not: a release, or whether a lock is still ours. */
final class Answers {

    private Answers() {}

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
