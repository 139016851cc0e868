package io.github.lockstarter.tx;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.store.StoredLease;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/**
 * Asks the store, right before a transaction commits, whether its locks are still ours: those of the locked calls that are
 * running on the thread, and those that the transaction keeps. If one is not, the transaction is rolled back, and the caller
 * gets {@link LeaseLostException}. Without an answer, the deadline decides. Stateless.
 *
 * <p>It comes after everything that Spring calls "before commit", and what happens between it and the commit itself only a
 * fence can see.
 */
public final class CommitCheck implements TransactionExecutionListener {

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        Set<StoredLease> leases = new LinkedHashSet<>(ofRunningCalls());
        leases.addAll(OpenTransaction.kept());
        // All are asked before the first answer is waited for; and what ends while another is waited
        // for shows at the end.
        List<Runnable> confirmations =
                leases.stream().map(StoredLease::confirmation).toList();
        confirmations.forEach(Runnable::run);
        leases.forEach(StoredLease::requireValid);
    }

    /** Of nested calls, it is the innermost whose work has been committed. Of what only reads there is none. */
    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
        if (commitFailure == null && transaction.isNewTransaction() && !transaction.isReadOnly()) {
            ofRunningCalls().stream().findFirst().ifPresent(StoredLease::committed);
        }
    }

    /** Innermost first. */
    private static List<StoredLease> ofRunningCalls() {
        return CurrentLease.all().stream()
                .filter(StoredLease.class::isInstance)
                .map(StoredLease.class::cast)
                .toList();
    }
}
