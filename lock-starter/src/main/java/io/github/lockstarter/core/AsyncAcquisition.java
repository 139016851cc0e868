package io.github.lockstarter.core;

import java.util.concurrent.CompletableFuture;

/**
 * As {@link Acquisition}, and no thread waits: each step begins the next, an attempt or a pause. Thread-safe.
 *
 * <p>Invariant: while it is not done, one step is under way, or one timer is running that begins the next.
 */
final class AsyncAcquisition implements AsyncWait {

    private final Attempts attempts;

    private final Gate gate;

    private final AsyncThreads threads;

    private final CompletableFuture<Acquired> acquired = new CompletableFuture<>();

    AsyncAcquisition(Attempts attempts, Gate gate, AsyncThreads threads) {
        this.attempts = attempts;
        this.gate = gate;
        this.threads = threads;
    }

    @Override
    public void start() {
        attempt();
    }

    @Override
    public CompletableFuture<Acquired> acquired() {
        return acquired;
    }

    @Override
    public void giveUp() {
        if (acquired.cancel(false)) {
            attempts.drop();
        }
    }

    /** Nothing is granted any more. */
    void close() {
        fail(NotAcquired.SHUTTING_DOWN);
    }

    private void attempt() {
        if (acquired.isDone()) {
            return;
        }
        if (gate.isClosed()) {
            close();
            return;
        }
        AsyncAttempt.send(attempts, threads).thenAccept(this::next);
    }

    private void next(Outcome outcome) {
        if (gate.isClosed()) {
            close();
        } else if (outcome instanceof Acquired granted) {
            // No effect where it was given up, which has dropped it.
            acquired.complete(granted);
        } else if (attempts.areOver((NotAcquired) outcome)) {
            fail((NotAcquired) outcome);
        } else {
            Patience.Pause pause = attempts.pause((NotAcquired) outcome);
            threads.later(
                    () -> threads.step(() -> {
                        attempts.paused(pause);
                        attempt();
                    }),
                    pause.nanos());
        }
    }

    private void fail(NotAcquired last) {
        if (acquired.completeExceptionally(attempts.failure(last))) {
            attempts.drop();
        }
    }
}
