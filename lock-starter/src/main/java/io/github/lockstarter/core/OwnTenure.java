package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.OnLost;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A lease that was acquired for this call: it ends with the call, or with the transaction that is open around it. */
final class OwnTenure implements Tenure {

    private final Leases leases;

    private final OwnedLeases owned;

    private final OuterWork outerWork;

    private final List<HeldLease> outer;

    private final HeldLease lease;

    /** Whether something that is open around the call will end the lease. */
    private boolean kept;

    private boolean completed;

    /** @param outer which hold other keys of the call; outermost first */
    OwnTenure(Leases leases, OwnedLeases owned, OuterWork outerWork, List<HeldLease> outer, HeldLease lease) {
        this.leases = leases;
        this.owned = owned;
        this.outerWork = outerWork;
        this.outer = outer;
        this.lease = lease;
    }

    @Override
    public List<HeldLease> leases() {
        if (outer.isEmpty()) {
            return List.of(lease);
        }
        List<HeldLease> all = new ArrayList<>(outer);
        all.add(lease);
        return all;
    }

    @Override
    public List<HeldLease> watched() {
        return List.of(lease);
    }

    @Override
    public OnLost onLost() {
        return lease.terms().onLost();
    }

    @Override
    public void enter() {
        owned.enter(lease);
        kept = !lease.terms().outsideTransaction()
                && outerWork.keepUntilCompleted(lease, stands -> end(completed && stands));
        if (kept) {
            leases.keep(lease);
        }
    }

    @Override
    public @Nullable LeaseLostException leave(boolean methodCompleted) {
        completed = methodCompleted;
        if (!kept) {
            return end(methodCompleted);
        }
        lease.keptOn();
        return lease.loss(methodCompleted);
    }

    private @Nullable LeaseLostException end(boolean stands) {
        try {
            return lease.end(stands);
        } finally {
            owned.exit(lease);
        }
    }
}
