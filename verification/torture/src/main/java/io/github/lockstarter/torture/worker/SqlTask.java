package io.github.lockstarter.torture.worker;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.jdbc.JdbcFence;
import io.github.lockstarter.jdbc.StaleFencingTokenException;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.springframework.transaction.support.TransactionTemplate;

/** Adds one in SQL, with the fencing token claimed before the number is read. */
final class SqlTask implements Task {

    private static final int TOO_LONG_ONCE_IN = 30;

    private final StarterLocking locking;
    private final Journal journal;
    private final TransactionTemplate transaction;
    private final JdbcFence fence;
    private final Ledger ledger;

    SqlTask(StarterLocking locking, Journal journal, TransactionTemplate transaction, JdbcFence fence, Ledger ledger) {
        this.locking = locking;
        this.journal = journal;
        this.transaction = transaction;
        this.fence = fence;
        this.ledger = ledger;
    }

    @Override
    public Workload workload() {
        return Workload.SQL;
    }

    @Override
    public void run(Random random) {
        Key key = Workload.SQL.key(0);
        Duration ttl = Workload.SQL.ttl();
        journal.hold(
                List.of(key),
                () -> locking.acquire(StarterLocking.request(List.of(key), ttl, Duration.ofSeconds(2))),
                (held, tenancy) -> add(random, held.lease(), tenancy));
    }

    private void add(Random random, Lease lease, Tenancy tenancy) {
        String name = tenancy.keys().get(0).name();
        try {
            long value = transaction.execute(status -> {
                fence.claim(name, lease);
                long next = ledger.read(name) + 1;
                Dwell.aMoment(random, Workload.SQL.ttl(), TOO_LONG_ONCE_IN);
                ledger.write(name, next, lease.fencingToken());
                return next;
            });
            tenancy.written(value);
        } catch (LeaseLostException | StaleFencingTokenException e) {
            tenancy.writeRefused();
        } catch (RuntimeException e) {
            tenancy.writeUnknown();
        }
    }
}
