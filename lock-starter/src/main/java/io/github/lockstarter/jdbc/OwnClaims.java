package io.github.lockstarter.jdbc;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one transaction has claimed itself, by which its rows are locked until it ends: a greater token that it finds there and has put
 * there is no later holder's. So calls may nest under leases of several locks. Belongs to the transaction, and is suspended with it.
 */
final class OwnClaims implements TransactionSynchronization {

    private final JdbcFence fence;

    private final Map<String, Set<Long>> tokens = new HashMap<>();

    private OwnClaims(JdbcFence fence) {
        this.fence = fence;
    }

    /** Of the transaction on this thread. */
    static OwnClaims of(JdbcFence fence) {
        OwnClaims none = new OwnClaims(fence);
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return none;
        }
        for (TransactionSynchronization each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof OwnClaims own && own.fence == fence) {
                return own;
            }
        }
        TransactionSynchronizationManager.registerSynchronization(none);
        return none;
    }

    /**
     * @param seen the greatest token that the database has for the resource, this claim's included
     * @return whether nobody but this transaction has claimed with a greater one
     */
    boolean accept(FenceClaim claim, long seen) {
        Set<Long> own = tokens.computeIfAbsent(claim.resource(), unknown -> new HashSet<>(1));
        if (seen > claim.token()) {
            return own.contains(seen);
        }
        own.add(claim.token());
        return true;
    }
}
