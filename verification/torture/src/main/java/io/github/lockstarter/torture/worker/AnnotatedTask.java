package io.github.lockstarter.torture.worker;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import java.util.Random;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.TransactionException;

/** Calls the service. */
final class AnnotatedTask implements Task {

    private final Additions additions;
    private final Journal journal;

    AnnotatedTask(Additions additions, Journal journal) {
        this.additions = additions;
        this.journal = journal;
    }

    @Override
    public Workload workload() {
        return Workload.ANNOTATED;
    }

    @Override
    public void run(Random random) {
        Key key = Workload.ANNOTATED.key(0);
        long began = System.nanoTime();
        try {
            Additions.Addition addition = StarterLocking.granted(() -> additions.add(key.number(), began, random));
            addition.tenancy().written(addition.value());
            addition.tenancy().ended();
        } catch (NotGranted e) {
            journal.refused(key, e.refusal(), began, 0);
        } catch (LeaseLostException | DataAccessException | TransactionException e) {
            // Rolled back, or lost after a commit: what was written tells.
        }
    }
}
