package io.github.lockstarter.torture.worker;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.Lease;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.util.List;
import java.util.Random;
import org.springframework.transaction.annotation.Transactional;

/** A service as users write them. */
class Additions {

    private final Journal journal;

    private final Ledger ledger;

    Additions(Journal journal, Ledger ledger) {
        this.journal = journal;
        this.ledger = ledger;
    }

    /** @return what was written, under which lease */
    @DistributedLock(key = "'annotated-' + #number", ttl = "400ms", waitTime = "2s")
    @Transactional
    public Addition add(int number, long began, Random random) {
        Key key = Workload.ANNOTATED.key(number);
        Lease lease = CurrentLease.require();
        Tenancy tenancy = journal.granted(List.of(key), new StarterLocking.HeldLease(lease), began);
        try {
            long value = ledger.read(key.name()) + 1;
            Dwell.aMoment(random, Workload.ANNOTATED.ttl(), 150);
            ledger.write(key.name(), value, lease.fencingToken());
            return new Addition(tenancy, value);
        } finally {
            tenancy.ending();
        }
    }

    record Addition(Tenancy tenancy, long value) {}
}
