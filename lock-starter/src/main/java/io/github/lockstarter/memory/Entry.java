package io.github.lockstarter.memory;

import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One key: who holds it, until when, and who stands in line for it. Guarded by the store's lock. */
final class Entry {

    /** Of a key that is not here. */
    static final LockState UNKNOWN = new LockState(false, null, null, 0, 0);

    /** By when each expires. Several only if each of them allows as many. */
    private final Map<OwnerToken, Long> holders = new LinkedHashMap<>();

    private long fencingToken;

    /** Whether a test has made it another's, which does not expire. */
    private boolean busy;

    private @Nullable String other;

    private final WaitingLine line = new WaitingLine();

    /** Forgets who has expired. To be called before anything is asked. */
    Entry at(long now) {
        holders.values().removeIf(expiry -> expiry - now <= 0);
        return this;
    }

    boolean isFree() {
        return !busy && holders.isEmpty();
    }

    /** Whether leases hold it: not another by a test, nor nobody for a while after a release. */
    boolean isHeld() {
        return holders.keySet().stream().anyMatch(holder -> !holder.isKept());
    }

    boolean isHeldBy(OwnerToken token) {
        return holders.containsKey(token);
    }

    boolean isForgotten() {
        return isFree() && line.isEmpty();
    }

    /** Whether one may have it beside those who do. */
    boolean fits(OwnerToken token) {
        return !busy && holders.size() < Math.min(token.permits(), permits());
    }

    /** The smallest number in use of how many may hold it. */
    int permits() {
        return holders.keySet().stream().mapToInt(OwnerToken::permits).min().orElse(OwnerToken.ANY_NUMBER);
    }

    /** @param newFencingToken null: the last one stays */
    void give(OwnerToken token, long until, @Nullable Long newFencingToken) {
        holders.merge(token, until, Math::max);
        if (newFencingToken != null) {
            fencingToken = newFencingToken;
        }
    }

    /** Nobody's, but taken. */
    void keep(OwnerToken token, long until) {
        holders.remove(token);
        holders.put(token.kept(), until);
    }

    void end(OwnerToken token) {
        holders.remove(token);
    }

    void free() {
        holders.clear();
        busy = false;
        other = null;
    }

    /** @param newOwner who has it from now on, whoever had it before; null: unknown */
    void makeBusy(@Nullable String newOwner) {
        holders.clear();
        busy = true;
        other = newOwner;
    }

    boolean isBusy() {
        return busy;
    }

    /** What is answered to one who does not get it. */
    Busy answer(long now) {
        if (busy) {
            return new Busy(other, null);
        }
        long first = holders.values().stream().mapToLong(Long::longValue).min().orElse(now);
        boolean alone = permits() == 1;
        return new Busy(instance(), Duration.ofNanos(first - now), alone ? since() : null, permits());
    }

    LockState state(long now) {
        boolean taken = !isFree();
        long last = holders.values().stream().mapToLong(Long::longValue).max().orElse(now);
        return new LockState(
                taken,
                taken ? instance() : null,
                taken && !busy ? Duration.ofNanos(last - now) : null,
                fencingToken,
                line.size(),
                busy ? 1 : holders.size());
    }

    /** Who has it, the last of several, if that is known. */
    @Nullable
    String instance() {
        return holders.keySet().stream()
                .reduce((former, latter) -> latter)
                .map(OwnerToken::instance)
                .orElse(other);
    }

    /** When it was given: fencing tokens are a clock in microseconds. */
    private Instant since() {
        return Instant.EPOCH.plus(fencingToken, ChronoUnit.MICROS);
    }

    List<OwnerToken> holders() {
        return List.copyOf(holders.keySet());
    }

    void raiseFencingToken(long least) {
        fencingToken = Math.max(fencingToken, least);
    }

    long fencingToken() {
        return fencingToken;
    }

    long left(OwnerToken token, long now) {
        return Objects.requireNonNull(holders.get(token)) - now;
    }

    WaitingLine line() {
        return line;
    }
}
