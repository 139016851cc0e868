package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.OnLost;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The leases that one call runs under, from its beginning to its end: those of calls around it that it shares, and one that was
 * acquired for it. Belongs to the call.
 */
final class Tenure {

    /** Outermost first. */
    private final List<Share> nested;

    private final @Nullable Share own;

    private final OnLost onLost;

    /** Whether something that is open around the call will end its own lease. */
    private boolean kept;

    private boolean completed;

    /**
     * @param nested in calls around this one, outermost first
     * @param own null: the calls around hold all keys
     */
    Tenure(List<Share> nested, @Nullable Share own, OnLost onLost) {
        this.nested = nested;
        this.own = own;
        this.onLost = onLost;
    }

    OnLost onLost() {
        return onLost;
    }

    /** Outermost first; the last one is the call's current lease. */
    List<HeldLease> leases() {
        return shares().map(Share::lease).toList();
    }

    /** On a thread that may run what is not ours. */
    void observe() {
        if (own != null) {
            own.lease().observation().begin();
        }
    }

    /** Runs it with the leases bound, and observed as running under the call's own; what it throws passes as it is. */
    <T extends @Nullable Object> T run(LockCallback<T> callback) {
        try (LockObserver.Scope scope = own == null
                ? LockObserver.Scope.NONE
                : own.lease().observation().holding().open()) {
            return Callbacks.runUnder(leases(), callback);
        }
    }

    /**
     * Those whose loss this call has to tell of. Of a lease that it shares, the call around does; but not of one that a
     * transaction keeps, before that ends, nor once that call is over.
     */
    List<HeldLease> watched() {
        return shares().filter(this::isWatched).map(Share::lease).toList();
    }

    /** What is nested in this call from now on is so in all of these. */
    LockFlow within(LockFlow outer) {
        LockFlow flow = outer;
        for (Share share : shares().toList()) {
            flow = flow.with(share);
        }
        return flow;
    }

    /** Blocking code: this thread is part of the call, and a transaction that is open on it may end the lease. */
    void enter(OuterWork outerWork) {
        shares().forEach(LockFlow::enter);
        if (own == null) {
            return;
        }
        HeldLease lease = own.lease();
        kept = !lease.terms().outsideTransaction()
                && outerWork.keepUntilCompleted(lease, stands -> endKept(own, completed && stands));
        if (kept) {
            lease.leases().keep(lease);
        }
    }

    /**
     * Gives back what is the call's own, on the thread that entered.
     *
     * @param methodCompleted whether the callback returned rather than threw
     * @return the loss, if there is one that the caller has to be told
     */
    @Nullable
    LeaseLostException leave(boolean methodCompleted) {
        completed = methodCompleted;
        List<HeldLease> toTell = watched();
        for (HeldLease lease : leaveShares()) {
            lease.end(methodCompleted);
        }
        return loss(toTell, methodCompleted);
    }

    /** Nothing has run under the call's own lease, nor will. What is shared, others have run under. */
    void unused() {
        if (own != null) {
            own.lease().unused();
        }
    }

    /** As {@link #leaveLater}, of a call that has not begun. */
    void leaveUnused() {
        unused();
        leaveLater(false);
    }

    /** As {@link #leave}, and no thread waits. Never fails. */
    CompletionStage<@Nullable LeaseLostException> leaveLater(boolean methodCompleted) {
        List<HeldLease> toTell = watched();
        CompletableFuture<?>[] ends = leaveShares().stream()
                .map(lease -> lease.endLater(methodCompleted).toCompletableFuture())
                .toArray(CompletableFuture<?>[]::new);
        return CompletableFuture.allOf(ends).thenApply(ended -> loss(toTell, methodCompleted));
    }

    /** @return the leases that end with that */
    private List<HeldLease> leaveShares() {
        List<HeldLease> ending = new ArrayList<>(1);
        for (Share share : shares().toList()) {
            if (share == own && kept) {
                share.lease().keptOn();
                continue;
            }
            LockFlow.exit(share);
            if (share.leave()) {
                ending.add(share.lease());
            }
        }
        return ending;
    }

    private static void endKept(Share share, boolean stands) {
        LockFlow.exit(share);
        if (share.leave()) {
            share.lease().end(stands);
        }
    }

    private static @Nullable LeaseLostException loss(List<HeldLease> leases, boolean completed) {
        for (HeldLease lease : leases) {
            LeaseLostException loss = lease.loss(completed);
            if (loss != null) {
                return loss;
            }
        }
        return null;
    }

    private boolean isWatched(Share share) {
        return share == own || share.lease().isKept() || !share.isWithinAnother();
    }

    private Stream<Share> shares() {
        return own == null ? nested.stream() : Stream.concat(nested.stream(), Stream.of(own));
    }
}
