package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A lease on nothing: valid until it is closed, with the fencing token 0, which every fence refuses. */
final class UnlockedLease implements Lease {

    private static final Duration LONG = Duration.ofHours(24);

    private final String name;

    private final Set<String> keys;

    private volatile boolean closed;

    UnlockedLease(String name, Set<String> keys) {
        this.name = name;
        this.keys = keys;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Set<String> keys() {
        return keys;
    }

    @Override
    public long fencingToken() {
        return 0;
    }

    @Override
    public Duration remaining() {
        return closed ? Duration.ZERO : LONG;
    }

    @Override
    public boolean isValid() {
        return !closed;
    }

    @Override
    public void requireValid() {
        if (closed) {
            throw new LeaseLostException(name, keys, LeaseLostException.Reason.RELEASED, Duration.ZERO, false);
        }
    }

    @Override
    public void ensure(Duration atLeast) {
        requireValid();
    }

    @Override
    public CompletionStage<LeaseLostException> lost() {
        return new CompletableFuture<>();
    }

    @Override
    public void close() {
        closed = true;
    }
}
