package io.github.lockstarter.torture.dropped;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockListener;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts leases that somebody took away: not those that expired because the machine was slow. Thread-safe. */
final class Thefts implements LockListener {

    private final AtomicInteger count = new AtomicInteger();

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        if (loss.reason() == Reason.REFUSED) {
            count.incrementAndGet();
        }
    }

    int count() {
        return count.get();
    }
}
