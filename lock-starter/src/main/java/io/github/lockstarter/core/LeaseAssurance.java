package io.github.lockstarter.core;

import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What the store is asked for a holder who wants to be sure: of some time more, or before a commit. Thread-safe. */
final class LeaseAssurance {

    private static final Duration LONGEST = Duration.ofHours(24);

    private final HeldLease lease;

    private final Renewing renewing;

    LeaseAssurance(HeldLease lease, Renewing renewing) {
        this.lease = lease;
        this.renewing = renewing;
    }

    /** As {@link io.github.lockstarter.Lease#ensure}. */
    void ensure(Duration atLeast) {
        if (atLeast.isNegative() || atLeast.isZero() || atLeast.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "atLeast is %d ms: it may be more than 0, to 24 h.".formatted(atLeast.toMillis()));
        }
        lease.requireValid();
        if (lease.remaining().compareTo(atLeast) >= 0) {
            return;
        }
        LockTerms terms = lease.terms();
        Duration lasting = Deadline.lastingFor(atLeast);
        LockTerms.requireAtMost(
                "atLeast, with what the clocks may differ,",
                lasting,
                lease.leases().store().longestTtl());
        long end = System.nanoTime() + terms.commandTimeout();
        Throwable failure =
                Renewing.awaitUntil(end, renewing.send(lasting.compareTo(terms.ttl()) > 0 ? lasting : terms.ttl()));
        lease.requireValid();
        if (failure != null) {
            String answer = failure.getMessage() == null ? "no answer to 'renew' in time" : failure.getMessage();
            throw new LockStoreException(
                    terms.name(),
                    terms.keys(),
                    "not sure to be held for %d ms more: %s. The lease goes on for %d ms"
                            .formatted(
                                    atLeast.toMillis(),
                                    answer,
                                    lease.remaining().toMillis()),
                    failure);
        }
    }

    /** As {@link io.github.lockstarter.store.StoredLease#confirmation}. */
    Runnable confirmation() {
        long end = System.nanoTime() + lease.terms().commandTimeout();
        CompletionStage<Renewal> answer = lease.isValid() ? lease.renew() : CompletableFuture.completedStage(null);
        return () -> {
            // Without an answer, the deadline decides.
            Renewing.awaitUntil(end, answer);
            if (!lease.isValid()) {
                lease.work().told();
            }
            lease.requireValid();
        };
    }
}
