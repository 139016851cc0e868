package io.github.lockstarter.tx;

import io.github.lockstarter.store.StoredLease;
import java.util.List;
import java.util.function.Consumer;
import org.springframework.core.Ordered;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The transaction that is open on this thread, as far as it keeps leases. */
public final class OpenTransaction {

    private OpenTransaction() {}

    /**
     * Keeps a lease until the transaction that is open on this thread completes, if one is: otherwise another caller would
     * read what this one has written and not yet committed away.
     *
     * @param lease the one to keep
     * @param end is told once, after the commit or rollback, whether what was done stands or may stand
     * @return whether a transaction is open; if not, {@code end} is not told
     */
    public static boolean keep(StoredLease lease, Consumer<Boolean> end) {
        // Both: NOT_SUPPORTED and SUPPORTS have synchronization without a transaction.
        if (!TransactionSynchronizationManager.isSynchronizationActive()
                || !TransactionSynchronizationManager.isActualTransactionActive()) {
            return false;
        }
        TransactionSynchronizationManager.registerSynchronization(new Keeper(lease, end));
        return true;
    }

    /** The leases that the present transaction keeps; not those of one that is suspended. */
    static List<StoredLease> kept() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return List.of();
        }
        return TransactionSynchronizationManager.getSynchronizations().stream()
                .filter(Keeper.class::isInstance)
                .map(keeper -> ((Keeper) keeper).lease)
                .toList();
    }

    private record Keeper(StoredLease lease, Consumer<Boolean> end) implements TransactionSynchronization {

        /** After whatever else still belongs to the transaction. */
        @Override
        public int getOrder() {
            return Ordered.LOWEST_PRECEDENCE;
        }

        @Override
        public void afterCompletion(int status) {
            end.accept(status != STATUS_ROLLED_BACK);
        }
    }
}
