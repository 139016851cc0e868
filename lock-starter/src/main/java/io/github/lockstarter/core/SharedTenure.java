package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.OnLost;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A re-entry: the leases of calls around this one, or before it in the same transaction. The calls around tell of their own
 * losses; of a lease that a transaction keeps nobody else would before its end.
 */
final class SharedTenure implements Tenure {

    private final List<HeldLease> leases;

    private final OnLost onLost;

    /** @param leases outermost first */
    SharedTenure(List<HeldLease> leases, OnLost onLost) {
        this.leases = leases;
        this.onLost = onLost;
    }

    @Override
    public List<HeldLease> leases() {
        return leases;
    }

    @Override
    public List<HeldLease> watched() {
        return leases.stream().filter(HeldLease::isKept).toList();
    }

    @Override
    public OnLost onLost() {
        return onLost;
    }

    @Override
    public void enter() {}

    @Override
    public @Nullable LeaseLostException leave(boolean completed) {
        return watched().stream()
                .map(lease -> lease.loss(completed))
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }
}
