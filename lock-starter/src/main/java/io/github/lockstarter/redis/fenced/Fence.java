package io.github.lockstarter.redis.fenced;

import io.github.lockstarter.Lease;
import io.github.lockstarter.store.StoredLease;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Which lease a command is fenced with.
 *
 * @param leases asked on the thread of each command; throws where there is none
 * @param lockKeys the key in Redis that holds the owner token, for a key of a lease
 * @param holdersKeys the one that does where others may hold the lock at the same time
 */
record Fence(Supplier<Lease> leases, Function<String, byte[]> lockKeys, Function<String, byte[]> holdersKeys) {

    /**
     * @throws IllegalStateException if there is no lease, or one that no store knows
     * @throws io.github.lockstarter.LeaseLostException if it has ended as far as this JVM knows
     */
    StoredLease lease() {
        Lease lease = leases.get();
        if (!(lease instanceof StoredLease stored)) {
            throw new IllegalStateException(
                    "The lease on %s is in no store: locks are switched off (distributed-lock.enabled=false), there is nothing to fence with."
                            .formatted(lease.keys()));
        }
        stored.requireValid();
        return stored;
    }

    /** What the check reads. */
    List<byte[]> lockKeysOf(StoredLease lease) {
        List<String> keys = lease.held().keys();
        return lease.held().token().isExclusive()
                ? keys.stream().map(lockKeys).toList()
                : List.of(lockKeys.apply(keys.get(0)), holdersKeys.apply(keys.get(0)));
    }
}
