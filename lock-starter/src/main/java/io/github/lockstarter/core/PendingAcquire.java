package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.StoreFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One token on its way to a lease: every attempt of a call sends it again.
 *
 * <p>Invariant: once the token is dropped, whatever it may have taken is withdrawn: at the drop, unless every answer so far
 * said that nothing was taken, and again for each grant that comes in later. A token is taken or dropped once, and never
 * used after a drop.
 */
final class PendingAcquire {

    private final LockStore store;

    private final Withdrawals withdrawals;

    private final Acquire acquire;

    /** Attempts of which it is not known that they took nothing. */
    private final AtomicInteger unsettled = new AtomicInteger();

    private volatile boolean dropped;

    PendingAcquire(LockStore store, Withdrawals withdrawals, Acquire acquire) {
        this.store = store;
        this.withdrawals = withdrawals;
        this.acquire = acquire;
    }

    Acquire acquire() {
        return acquire;
    }

    CompletableFuture<Answer> send() {
        unsettled.incrementAndGet();
        return store.acquire(acquire).whenComplete(this::settle).toCompletableFuture();
    }

    void drop() {
        dropped = true;
        if (unsettled.get() > 0 || acquire.joinLine()) {
            withdrawals.withdraw(acquire);
        }
    }

    private void settle(Answer answer, Throwable failure) {
        boolean tookNothing = failure == null
                ? answer instanceof Busy
                : StoreFailure.kindOf(failure) == StoreFailure.Kind.NOT_EXECUTED;
        if (tookNothing) {
            unsettled.decrementAndGet();
        } else if (dropped && answer instanceof Grant) {
            withdrawals.withdraw(acquire);
        }
    }
}
