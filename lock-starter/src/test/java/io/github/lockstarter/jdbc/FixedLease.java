package io.github.lockstarter.jdbc;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A lease that only says what a fence asks: its token, and whether it is over. */
final class FixedLease implements Lease {

    static final String NAME = "BidService-placeBid";

    private final long fencingToken;

    private volatile boolean closed;

    FixedLease(long fencingToken) {
        this.fencingToken = fencingToken;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Set<String> keys() {
        return Set.of("item:a1");
    }

    @Override
    public long fencingToken() {
        return fencingToken;
    }

    @Override
    public Duration remaining() {
        return closed ? Duration.ZERO : Duration.ofSeconds(10);
    }

    @Override
    public boolean isValid() {
        return !closed;
    }

    @Override
    public void requireValid() {
        if (closed) {
            throw new LeaseLostException(name(), keys(), LeaseLostException.Reason.EXPIRED, Duration.ZERO, false);
        }
    }

    @Override
    public void close() {
        closed = true;
    }

    @Override
    public CompletionStage<LeaseLostException> lost() {
        return new CompletableFuture<>();
    }

    @Override
    public void ensure(Duration atLeast) {}
}
