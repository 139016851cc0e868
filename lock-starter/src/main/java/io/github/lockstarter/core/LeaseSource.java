package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockObserver.Acquiring;
import io.github.lockstarter.store.OwnerToken;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where calls get their leases: in line or apart from it, with a thread that waits or without. Thread-safe. */
final class LeaseSource {

    private final LockRuntime runtime;

    private final Leases leases;

    private final Lines lines;

    private final Withdrawals withdrawals;

    /** Apart from the lines, without a thread that would see the gate close. */
    private final Set<AsyncAcquisition> waitingApart = ConcurrentHashMap.newKeySet();

    LeaseSource(LockRuntime runtime, Leases leases, Withdrawals withdrawals) {
        this.runtime = runtime;
        this.leases = leases;
        this.withdrawals = withdrawals;
        this.lines = new Lines(runtime, this::ticket, leases::check);
    }

    /**
     * The calling thread waits.
     *
     * @param acquiring goes along with the call
     */
    HeldLease acquire(LockTerms terms, Acquiring acquiring) {
        WaitingCalls.Call call = runtime.calls().enter(terms);
        runtime.inFlight().enter();
        try {
            Set<String> heldMeanwhile = LockFlow.current().keys();
            Acquired acquired = terms.inLine()
                    ? new LineAcquisition(lines, runtime.gate(), terms, first(terms, heldMeanwhile), heldMeanwhile)
                            .await()
                    : new Acquisition(attempts(terms, heldMeanwhile), runtime.gate()).await();
            HeldLease lease = begin(terms, acquired);
            lease.observation().begin(acquiring.acquired(lease, acquired.attempts(), acquired.waited()));
            runtime.listener().acquired(lease, acquired.attempts(), acquired.waited());
            return lease;
        } catch (Throwable failure) {
            acquiring.notAcquired(failure);
            if (failure instanceof LockException known) {
                runtime.listener().notAcquired(known);
            }
            throw failure;
        } finally {
            runtime.inFlight().exit();
            runtime.calls().exit(call);
        }
    }

    /** A call begins to acquire, on this thread. */
    Acquiring observed(LockRequest request) {
        return runtime.observer().acquiring(request.name(), request.keys());
    }

    /**
     * No thread waits, the calling one neither.
     *
     * @param heldMeanwhile what the caller holds already: named if the wait was in vain
     * @param acquiring goes along with the call
     */
    AsyncLease acquireLater(LockTerms terms, Set<String> heldMeanwhile, Acquiring acquiring) {
        AsyncWait wait = waiting(terms, heldMeanwhile);
        WaitingCalls.Call call = runtime.calls().enter(terms);
        runtime.inFlight().enter();
        CompletableFuture<HeldLease> lease = wait.acquired().handle((acquired, failure) -> {
            try {
                return failure == null ? begun(terms, acquired, acquiring) : failed(failure, acquiring);
            } finally {
                runtime.inFlight().exit();
                runtime.calls().exit(call);
            }
        });
        runtime.threads().step(wait::start);
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
            Attempts first = terms.isExclusive() ? null : attempts(terms, heldMeanwhile);
            return new AsyncLineAcquisition(lines, runtime.gate(), terms, first, heldMeanwhile, runtime.threads());
        }
        AsyncAcquisition apart =
                new AsyncAcquisition(attempts(terms, heldMeanwhile), runtime.gate(), runtime.threads());
        waitingApart.add(apart);
        apart.acquired().whenComplete((acquired, failure) -> waitingApart.remove(apart));
        return apart;
    }

    /** Those who may hold a lock at the same time need not wait for one another's answers. */
    private @Nullable Acquisition first(LockTerms terms, Set<String> heldMeanwhile) {
        return terms.isExclusive() ? null : new Acquisition(attempts(terms, heldMeanwhile), runtime.gate());
    }

    private Attempts attempts(LockTerms terms, Set<String> heldMeanwhile) {
        return new Attempts(
                terms,
                () -> ticket(terms.keys(), runtime.tokens().next(terms.permits())),
                ticket -> terms.isExclusive() ? ticket : new SharedHold(lines, terms.line(), ticket),
                runtime.permitWarnings(),
                heldMeanwhile);
    }

    private Ticket ticket(Set<String> keys, OwnerToken token) {
        return new Ticket(runtime.store(), withdrawals, keys, token);
    }

    private HeldLease begun(LockTerms terms, Acquired acquired, Acquiring acquiring) {
        HeldLease lease = begin(terms, acquired);
        if (acquiring != Acquiring.UNOBSERVED) {
            lease.observation().beginLater(new ToObserve(acquiring, acquired.attempts(), acquired.waited()));
        }
        LockListener listener = runtime.listener();
        runtime.signals().tell(() -> listener.acquired(lease, acquired.attempts(), acquired.waited()));
        return lease;
    }

    /** An observed call came to nothing before it could acquire, and no thread of it is there to be told. */
    void notAcquired(Acquiring acquiring, Throwable failure) {
        leases.notAcquired(acquiring, failure);
    }

    /** Tells the listener, on a thread of its own. */
    void notAcquired(LockException failure) {
        runtime.signals().tell(() -> runtime.listener().notAcquired(failure));
    }

    private HeldLease failed(Throwable failure, Acquiring acquiring) {
        leases.notAcquired(acquiring, Answers.cause(failure));
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
