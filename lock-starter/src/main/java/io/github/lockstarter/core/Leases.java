package io.github.lockstarter.core;

import io.github.lockstarter.LockListener;
import io.github.lockstarter.core.LockObserver.Acquiring;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import java.util.List;

/** Where the leases of a template begin, what they share, and what watches them until they end. */
final class Leases {

    private final LockRuntime runtime;

    private final Watch watch;

    Leases(LockRuntime runtime) {
        this.runtime = runtime;
        this.watch = new Watch(runtime.scheduler());
    }

    HeldLease begin(LockTerms terms, Hold hold, Granted granted) {
        HeldLease lease = new HeldLease(this, terms, hold, granted);
        watch.watch(lease, granted.deadline());
        if (terms.renew()) {
            keep(lease);
        }
        return lease;
    }

    /** Renews a lease from now on, if it is not renewed already. To be called on the thread it was acquired on. */
    void keep(HeldLease lease) {
        if (!lease.isRenewed()) {
            LeaseRenewal renewal = new LeaseRenewal(this, lease, runtime.scheduler());
            lease.renewedBy(renewal);
            renewal.start();
        }
    }

    void forget(HeldLease lease) {
        watch.forget(lease);
    }

    /** Those that are held. */
    List<HeldLease> held() {
        return watch.all().stream()
                .map(HeldLease.class::cast)
                .filter(HeldLease::isValid)
                .toList();
    }

    /** Looks whether a lease is still held that the store may have ended; no effect where there is none. */
    void check(OwnerToken token) {
        held().stream().filter(lease -> lease.held().token().equals(token)).forEach(HeldLease::check);
    }

    LockStore store() {
        return runtime.store();
    }

    InFlight inFlight() {
        return runtime.inFlight();
    }

    /** A call did not get its lock, and no thread of it is there to be told. */
    void notAcquired(Acquiring acquiring, Throwable failure) {
        if (acquiring != Acquiring.UNOBSERVED) {
            runtime.threads().call(() -> acquiring.notAcquired(failure));
        }
    }

    LockObserver observer() {
        return runtime.observer();
    }

    LockListener listener() {
        return runtime.listener();
    }

    AsyncThreads threads() {
        return runtime.threads();
    }

    Signals signals() {
        return runtime.signals();
    }

    /** Whether the application is shutting down: what still runs is left to its ttl. */
    boolean isStopped() {
        return runtime.gate().isClosed();
    }
}
