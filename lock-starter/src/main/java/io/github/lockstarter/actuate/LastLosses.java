package io.github.lockstarter.actuate;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockListener;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Remembers the leases that were lost last, no more than twenty. Thread-safe. */
public final class LastLosses implements LockListener {

    private static final int MOST = 20;

    /** Guarded by itself; the latest last. */
    private final Deque<Loss> losses = new ArrayDeque<>(MOST);

    /**
     * A lease that was lost.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, or hidden
     * @param at when it was seen, by this JVM's clock
     * @param reason why
     * @param heldForMs from the acquisition on
     * @param fencingToken that of the lease
     */
    public record Loss(
            String name,
            Set<String> keys,
            Instant at,
            LeaseLostException.Reason reason,
            long heldForMs,
            long fencingToken) {}

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        Loss noted = new Loss(
                lease.name(),
                Shown.keys(lease.keys()),
                Instant.now(),
                loss.reason(),
                loss.heldFor().toMillis(),
                lease.fencingToken());
        synchronized (losses) {
            if (losses.size() == MOST) {
                losses.removeFirst();
            }
            losses.addLast(noted);
        }
    }

    /** The latest first. */
    List<Loss> latest() {
        List<Loss> latest;
        synchronized (losses) {
            latest = new ArrayList<>(losses);
        }
        Collections.reverse(latest);
        return latest;
    }
}
