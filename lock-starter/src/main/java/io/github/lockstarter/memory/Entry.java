package io.github.lockstarter.memory;

import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One key: who holds it, until when, and who stands in line for it. Guarded by the store's lock. */
final class Entry {

    /** Of a key that is not here. */
    static final LockState UNKNOWN = new LockState(false, null, null, 0, 0);

    private @Nullable OwnerToken owner;

    private long expiresAt;

    private long fencingToken;

    private final Set<OwnerToken> line = new LinkedHashSet<>();

    boolean isFree(long now) {
        return owner == null || expiresAt - now <= 0;
    }

    boolean isHeldBy(OwnerToken token, long now) {
        return !isFree(now) && token.equals(owner);
    }

    boolean isForgotten(long now) {
        return isFree(now) && line.isEmpty();
    }

    void give(OwnerToken token, long until, long newFencingToken) {
        owner = token;
        expiresAt = until;
        fencingToken = newFencingToken;
    }

    /** Nobody's, but taken. */
    void keep(OwnerToken token, long until) {
        owner = token.kept();
        expiresAt = until;
    }

    void free() {
        owner = null;
    }

    void prolong(long until) {
        expiresAt = Math.max(expiresAt, until);
    }

    void raiseFencingToken(long least) {
        fencingToken = Math.max(fencingToken, least);
    }

    /** When it was given: fencing tokens are a clock in microseconds. */
    Instant since() {
        return Instant.EPOCH.plus(fencingToken, ChronoUnit.MICROS);
    }

    LockState state(long now) {
        boolean held = !isFree(now);
        return new LockState(
                held,
                held && owner != null ? owner.instance() : null,
                held ? Duration.ofNanos(left(now)) : null,
                fencingToken,
                line.size());
    }

    long fencingToken() {
        return fencingToken;
    }

    long left(long now) {
        return expiresAt - now;
    }

    @Nullable
    OwnerToken owner() {
        return owner;
    }

    void join(OwnerToken token) {
        line.add(token);
    }

    void leave(OwnerToken token) {
        line.remove(token);
    }

    /** Who comes first, taken out of the line; null: nobody. */
    @Nullable
    OwnerToken first() {
        var waiting = line.iterator();
        if (!waiting.hasNext()) {
            return null;
        }
        OwnerToken first = waiting.next();
        waiting.remove();
        return first;
    }
}
