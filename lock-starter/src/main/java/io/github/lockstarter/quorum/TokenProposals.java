package io.github.lockstarter.quorum;

import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What fencing token an acquire proposes to all nodes, so that they give the same one: the clock in microseconds, ahead by as much as
 * any proposal of this JVM was ever behind what a node gave. So it soon is ahead of the clocks of all nodes and JVMs, and nodes
 * rarely know of a greater one. What depends on that is only whether a second question is needed, never the order of the tokens. (A
 * hybrid logical clock: Kulkarni et al., "Logical Physical Clocks", 2014, section 3.)
 */
final class TokenProposals {

    private final LongSupplier micros;

    private final AtomicLong ahead = new AtomicLong();

    private final AtomicLong last = new AtomicLong();

    /** @param micros the clock, in microseconds since 1970 */
    TokenProposals(LongSupplier micros) {
        this.micros = micros;
    }

    static TokenProposals byTheClock() {
        return new TokenProposals(TokenProposals::micros);
    }

    static long micros() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toMicros(now.getEpochSecond()) + TimeUnit.NANOSECONDS.toMicros(now.getNano());
    }

    /** Greater than every one before. */
    Proposal next() {
        long clock = micros.getAsLong();
        long token = last.updateAndGet(before -> Math.max(before + 1, clock + ahead.get()));
        return new Proposal(token, clock);
    }

    /** A node gave this token for that proposal. */
    void given(Proposal proposal, long token) {
        if (token > proposal.token()) {
            ahead.accumulateAndGet(token - proposal.clock(), Math::max);
        }
    }

    /** @param clock what the clock said */
    record Proposal(long token, long clock) {}
}
