package io.github.lockstarter.memory;

import io.github.lockstarter.store.Busy;
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

    /** Whether the owner has released it, and it stays taken for a while. */
    private boolean kept;

    /** Whether a test has made it another's, which does not expire. */
    private boolean busy;

    private @Nullable String other;

    private final Set<OwnerToken> line = new LinkedHashSet<>();

    boolean isFree(long now) {
        return !busy && (owner == null || expiresAt - now <= 0);
    }

    boolean isHeld(long now) {
        return !isFree(now) && !busy && !kept;
    }

    boolean isHeldBy(OwnerToken token, long now) {
        return isHeld(now) && token.equals(owner);
    }

    boolean isForgotten(long now) {
        return isFree(now) && line.isEmpty();
    }

    void give(OwnerToken token, long until, long newFencingToken) {
        owner = token;
        kept = false;
        expiresAt = until;
        fencingToken = newFencingToken;
    }

    /** Nobody's, but taken. */
    void keep(OwnerToken token, long until) {
        owner = token.kept();
        kept = true;
        expiresAt = until;
    }

    void free() {
        owner = null;
        busy = false;
        other = null;
    }

    /** @param newOwner who has it from now on, whoever had it before; null: unknown */
    void makeBusy(@Nullable String newOwner) {
        owner = null;
        busy = true;
        other = newOwner;
    }

    boolean isBusy() {
        return busy;
    }

    /** What is answered to one who does not get it. */
    Busy answer(long now) {
        return busy ? new Busy(other, null) : new Busy(instance(), Duration.ofNanos(left(now)), since());
    }

    LockState state(long now) {
        boolean taken = !isFree(now);
        return new LockState(
                taken,
                taken ? instance() : null,
                taken && !busy ? Duration.ofNanos(left(now)) : null,
                fencingToken,
                line.size());
    }

    /** Who has it, if that is known. */
    @Nullable
    String instance() {
        return owner == null ? other : owner.instance();
    }

    /** When it was given: fencing tokens are a clock in microseconds. */
    private Instant since() {
        return Instant.EPOCH.plus(fencingToken, ChronoUnit.MICROS);
    }

    @Nullable
    OwnerToken owner() {
        return owner;
    }

    void prolong(long until) {
        expiresAt = Math.max(expiresAt, until);
    }

    void raiseFencingToken(long least) {
        fencingToken = Math.max(fencingToken, least);
    }

    long fencingToken() {
        return fencingToken;
    }

    long left(long now) {
        return expiresAt - now;
    }

    void join(OwnerToken token) {
        line.add(token);
    }

    void leave(OwnerToken token) {
        line.remove(token);
    }

    Set<OwnerToken> line() {
        return line;
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
