package io.github.lockstarter.memory;

import io.github.lockstarter.store.OwnerToken;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reserves a lock for those who stand in line for it, and wakes them. Not thread-safe: guarded by the store's lock. */
final class Reservations {

    /** How long a lock that was handed over waits to be taken up: as long as the ttl, within these. */
    static final Duration LONGEST = Duration.ofSeconds(1);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private final FencingTokens fencingTokens;

    private final WakeListeners listeners;

    /** @param listeners are told for whom a lock is reserved */
    Reservations(FencingTokens fencingTokens, WakeListeners listeners) {
        this.fencingTokens = fencingTokens;
        this.listeners = listeners;
    }

    /** Reserves the lock for those who come first, as long as they fit. */
    void serve(Entry entry, Duration ttl, long now) {
        serve(entry, null, Long.MAX_VALUE, ttl, now);
    }

    /**
     * As {@link #serve(Entry, Duration, long)}, up to the one who asks, and to who came after that.
     *
     * @param asking null: nobody
     * @param came when that one did
     * @return whether somebody is left who came before, and does not fit
     */
    boolean serve(Entry entry, @Nullable OwnerToken asking, long came, Duration ttl, long now) {
        long reservation = Math.max(SHORTEST.toNanos(), Math.min(ttl.toNanos(), LONGEST.toNanos()));
        while (true) {
            OwnerToken first =
                    came == Long.MAX_VALUE ? entry.line().first() : entry.line().firstBefore(came);
            if (first == null || first.equals(asking)) {
                return false;
            }
            if (!entry.fits(first)) {
                return true;
            }
            entry.line().leave(first);
            entry.give(first, now + reservation, first.isExclusive() ? (Long) fencingTokens.next() : null);
            listeners.wake(first);
        }
    }
}
