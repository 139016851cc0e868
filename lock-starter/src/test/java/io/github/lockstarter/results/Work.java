package io.github.lockstarter.results;

import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;

/** What a locked method does in a test: it begins, and goes on until the test ends it, or somebody cancels it. */
public final class Work {

    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    private final CompletableFuture<String> end = new CompletableFuture<>();

    private final AtomicInteger inside;

    private volatile int most;

    public Work() {
        this(new AtomicInteger());
    }

    /** @param inside counts who is at work on the same key */
    public Work(AtomicInteger inside) {
        this.inside = inside;
    }

    /** @return completes, fails or is cancelled: then the work has ended */
    public CompletableFuture<String> begin() {
        most = inside.incrementAndGet();
        end.whenComplete((value, failure) -> inside.decrementAndGet());
        begun.complete(null);
        return end;
    }

    /** For a thread that works until the end; an interrupt cancels it. */
    public String run() {
        begin();
        try {
            return end.get();
        } catch (InterruptedException e) {
            end.cancel(true);
            throw new CancellationException("interrupted");
        } catch (ExecutionException e) {
            throw (RuntimeException) e.getCause();
        }
    }

    public CompletableFuture<Void> begun() {
        return begun;
    }

    public CompletableFuture<String> end() {
        return end;
    }

    boolean hasBegun() {
        return begun.isDone();
    }

    /** How many were at work when this one had begun, itself included. */
    int most() {
        return most;
    }
}
