package io.github.lockstarter.core;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.StoreFailure;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One token on its way to a lease, and its end: every attempt of a call sends it again.
 *
 * <p>Invariant: once the token is of no more use, because the call gave up or its lease ended, whatever an attempt may have
 * taken, or may take yet, is withdrawn: at once, unless every answer so far said that nothing was taken, and again for
 * each attempt that is settled later in any other way. The token is not used after that.
 */
final class PendingAcquire {

    private final LockStore store;

    private final Withdrawals withdrawals;

    private final Acquire acquire;

    /** Attempts of which it is not known that they took nothing. */
    private final AtomicInteger unsettled = new AtomicInteger();

    private volatile boolean over;

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

    /** The call gave up. */
    void drop() {
        over = true;
        if (unsettled.get() > 0 || acquire.joinLine()) {
            withdrawals.withdraw(acquire, acquire.ttl());
        }
    }

    /**
     * The lease has ended. To be called after the release was answered, or not in time: a withdrawal that overtakes it would
     * make it look as if the lease had been lost.
     *
     * @param answered whether the release was answered; if not, the withdrawal takes its place
     * @param lasting how long the lock may last in the store
     */
    void ended(boolean answered, Duration lasting) {
        over = true;
        // The one is the attempt that was granted.
        if (!answered || unsettled.get() > 1) {
            withdrawals.withdraw(acquire, lasting);
        }
    }

    private void settle(Answer answer, Throwable failure) {
        boolean tookNothing = failure == null
                ? answer instanceof Busy
                : StoreFailure.kindOf(failure) == StoreFailure.Kind.NOT_EXECUTED;
        if (tookNothing) {
            unsettled.decrementAndGet();
        } else if (over) {
            withdrawals.withdraw(acquire, acquire.ttl());
        }
    }
}
