package io.github.lockstarter.topology;

import io.github.lockstarter.Lease;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Notes who holds what, and counts those who hold a lock while another's lease of it is valid. */
final class HeldAtOnce {

    private final Map<String, Lease> holders = new ConcurrentHashMap<>();

    private final AtomicInteger doubles = new AtomicInteger();

    private final AtomicInteger grants = new AtomicInteger();

    /** Before anything is done under the lease. */
    void enter(String key, Lease lease) {
        grants.incrementAndGet();
        Lease other = holders.put(key, lease);
        if (other != null && other.isValid() && lease.isValid()) {
            doubles.incrementAndGet();
        }
    }

    /** Before the lease ends. */
    void exit(String key, Lease lease) {
        holders.remove(key, lease);
    }

    int doubles() {
        return doubles.get();
    }

    int grants() {
        return grants.get();
    }
}
