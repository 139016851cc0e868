package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/** Where calls get their leases: in line or apart from it, with a thread that waits or without. Thread-safe. */
final class LeaseSource {

    private final LockStore store;

    private final Leases leases;

    private final Lines lines;

    private final Withdrawals withdrawals;

    private final OwnerTokens tokens;

    private final Gate gate;

    /** Apart from the lines, without a thread that would see the gate close. */
    private final Set<AsyncAcquisition> waitingApart = ConcurrentHashMap.newKeySet();

    LeaseSource(
            LockStore store,
            Leases leases,
            Hints hints,
            Watch watch,
            Withdrawals withdrawals,
            Gate gate,
            LineLimits limits) {
        this.store = store;
        this.leases = leases;
        this.withdrawals = withdrawals;
        this.gate = gate;
        this.tokens = new OwnerTokens();
        this.lines = new Lines(this::ticket, tokens, hints, watch, gate, limits);
    }

    /** The calling thread waits. */
    HeldLease acquire(LockTerms terms) {
        leases.inFlight().enter();
        try {
            Set<String> heldMeanwhile = LockFlow.current().keys();
            Acquired acquired = terms.inLine()
                    ? new LineAcquisition(lines, gate, terms, heldMeanwhile).await()
                    : new Acquisition(attempts(terms, heldMeanwhile), gate).await();
            HeldLease lease = begin(terms, acquired);
            leases.listener().acquired(lease, acquired.attempts(), acquired.waited());
            return lease;
        } catch (LockException failure) {
            leases.listener().notAcquired(failure);
            throw failure;
        } finally {
            leases.inFlight().exit();
        }
    }

    /**
     * No thread waits, the calling one neither.
     *
     * @param heldMeanwhile what the caller holds already: named if the wait was in vain
     */
    AsyncLease acquireLater(LockTerms terms, Set<String> heldMeanwhile) {
        AsyncWait wait = waiting(terms, heldMeanwhile);
        leases.inFlight().enter();
        CompletableFuture<HeldLease> lease = wait.acquired().handle((acquired, failure) -> {
            try {
                return failure == null ? begun(terms, acquired) : failed(failure);
            } finally {
                leases.inFlight().exit();
            }
        });
        leases.threads().step(wait::start);
        return new AsyncLease(wait, lease);
    }

    /** Sends all who wait away. To be called once the gate is closed. */
    void sendAllAway() {
        lines.sendAllAway();
        waitingApart.forEach(AsyncAcquisition::close);
    }

    Lines lines() {
        return lines;
    }

    private AsyncWait waiting(LockTerms terms, Set<String> heldMeanwhile) {
        if (terms.inLine()) {
            return new AsyncLineAcquisition(lines, gate, terms, heldMeanwhile, leases.threads());
        }
        AsyncAcquisition apart = new AsyncAcquisition(attempts(terms, heldMeanwhile), gate, leases.threads());
        waitingApart.add(apart);
        apart.acquired().whenComplete((acquired, failure) -> waitingApart.remove(apart));
        return apart;
    }

    private Attempts attempts(LockTerms terms, Set<String> heldMeanwhile) {
        return new Attempts(
                terms, () -> new PendingAcquire(store, withdrawals, terms.sortedKeys(), tokens.next()), heldMeanwhile);
    }

    private PendingAcquire ticket(String key, OwnerToken token) {
        return new PendingAcquire(store, withdrawals, List.of(key), token);
    }

    private HeldLease begun(LockTerms terms, Acquired acquired) {
        HeldLease lease = begin(terms, acquired);
        LockListener listener = leases.listener();
        leases.signals().tell(() -> listener.acquired(lease, acquired.attempts(), acquired.waited()));
        return lease;
    }

    /** Tells the listener, on a thread of its own. */
    void notAcquired(LockException failure) {
        leases.signals().tell(() -> leases.listener().notAcquired(failure));
    }

    private HeldLease failed(Throwable failure) {
        if (failure instanceof LockException known) {
            notAcquired(known);
        }
        throw Callbacks.<RuntimeException>asItIs(failure);
    }

    private HeldLease begin(LockTerms terms, Acquired acquired) {
        try {
            return leases.begin(terms, acquired.hold(), acquired.granted());
        } catch (Throwable e) {
            acquired.hold().drop();
            throw e;
        }
    }
}
