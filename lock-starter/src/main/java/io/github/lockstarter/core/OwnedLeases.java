package io.github.lockstarter.core;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The leases of the locked calls that are running on this thread, or that its open transactions keep, innermost first: what
 * makes a nested call a re-entry. A lease is here from before its method to its end, and on the thread that entered only.
 */
final class OwnedLeases {

    private final ThreadLocal<Deque<HeldLease>> running = new ThreadLocal<>();

    void enter(HeldLease lease) {
        Deque<HeldLease> leases = running.get();
        if (leases == null) {
            leases = new ArrayDeque<>(2);
            running.set(leases);
        }
        // A transaction may have completed on another thread, which ended its leases there.
        leases.removeIf(HeldLease::hasEnded);
        leases.push(lease);
    }

    void exit(HeldLease lease) {
        Deque<HeldLease> leases = running.get();
        if (leases != null && leases.remove(lease) && leases.isEmpty()) {
            running.remove();
        }
    }

    /** The leases that hold at least one of the keys and were not closed, outermost first. */
    List<HeldLease> covering(Set<String> keys) {
        Deque<HeldLease> leases = running.get();
        if (leases == null) {
            return List.of();
        }
        List<HeldLease> covering = new ArrayList<>();
        leases.descendingIterator().forEachRemaining(lease -> {
            if (!lease.hasEnded() && lease.keys().stream().anyMatch(keys::contains)) {
                covering.add(lease);
            }
        });
        return covering;
    }

    /** All keys held by this thread. */
    Set<String> keys() {
        @Nullable Deque<HeldLease> leases = running.get();
        if (leases == null) {
            return Set.of();
        }
        Set<String> keys = new TreeSet<>();
        leases.stream().filter(lease -> !lease.hasEnded()).forEach(lease -> keys.addAll(lease.keys()));
        return keys;
    }
}
