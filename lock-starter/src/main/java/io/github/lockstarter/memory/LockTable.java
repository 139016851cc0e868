package io.github.lockstarter.memory;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Renewal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All keys that are held or waited for, and the steps that change them. Not thread-safe: guarded by the store's lock. */
final class LockTable {

    private final LongSupplier nanoTime;

    private final WakeListeners listeners;

    private final Map<String, Entry> entries = new HashMap<>();

    private int sweepAt = 64;

    private final FencingTokens fencingTokens = new FencingTokens();

    private final Reservations reservations;

    /** @param listeners are told of what becomes of their tokens */
    LockTable(LongSupplier nanoTime, WakeListeners listeners) {
        this.nanoTime = nanoTime;
        this.listeners = listeners;
        this.reservations = new Reservations(fencingTokens, listeners);
    }

    int size() {
        return entries.size();
    }

    Answer take(Acquire acquire, boolean ahead) {
        long now = nanoTime.getAsLong();
        sweep(now);
        return acquire.token().isExclusive() ? takeAlone(acquire, ahead, now) : takeBeside(acquire, ahead, now);
    }

    private Answer takeAlone(Acquire acquire, boolean ahead, long now) {
        OwnerToken token = acquire.token();
        List<Entry> wanted =
                acquire.keys().stream().map(key -> entry(key).at(now)).toList();
        if (wanted.size() == 1 && wanted.get(0).isFree() && !ahead) {
            reservations.serve(wanted.get(0), token, Long.MAX_VALUE, acquire.ttl(), now);
        }
        for (Entry entry : wanted) {
            if (!entry.isHeldBy(token) && !entry.fits(token)) {
                return busy(entry, acquire, now);
            }
        }
        long until = now + acquire.ttl().toNanos();
        boolean again = wanted.stream().allMatch(entry -> entry.isHeldBy(token));
        long fencingToken = again
                ? Math.max(wanted.get(0).fencingToken(), acquire.fenceFloor())
                : fencingTokens.next(acquire.fenceFloor());
        for (Entry entry : wanted) {
            if (entry.isHeldBy(token)) {
                entry.raiseFencingToken(fencingToken);
                entry.give(token, until, null);
            } else {
                entry.give(token, until, fencingToken);
            }
            entry.line().leave(token);
        }
        fencingTokens.given(fencingToken);
        long left =
                wanted.stream().mapToLong(entry -> entry.left(token, now)).min().orElseThrow();
        return new Grant(fencingToken, Duration.ofNanos(left));
    }

    /** Who stands in line before it comes first: whoever waits here does so with a timer and can be relied upon. */
    private Answer takeBeside(Acquire acquire, boolean ahead, long now) {
        OwnerToken token = acquire.token();
        Entry entry = entry(acquire.keys().get(0)).at(now);
        if (!entry.isHeldBy(token)) {
            long came = now - acquire.waited().toNanos();
            boolean goesAhead = ahead && entry.fits(token);
            if (!goesAhead && (reservations.serve(entry, token, came, acquire.ttl(), now) || !entry.fits(token))) {
                return busy(entry, acquire, now);
            }
        }
        entry.give(token, now + acquire.ttl().toNanos(), null);
        entry.line().leave(token);
        return new Grant(lastFencingToken(entry), Duration.ofNanos(entry.left(token, now)), entry.permits());
    }

    private Answer busy(Entry entry, Acquire acquire, long now) {
        if (acquire.joinsLine()) {
            entry.line().join(acquire.token(), now - acquire.waited().toNanos());
        }
        return entry.answer(now);
    }

    Renewal renew(Held held, Duration ttl) {
        long now = nanoTime.getAsLong();
        if (!held.keys().stream().allMatch(key -> isHeldBy(key, held.token(), now))) {
            return Renewal.REFUSED;
        }
        held.keys()
                .forEach(key -> Objects.requireNonNull(entries.get(key)).give(held.token(), now + ttl.toNanos(), null));
        return Renewal.RENEWED;
    }

    /** @return whether it was the token's until then */
    boolean giveBack(Held held, boolean serveLine) {
        long now = nanoTime.getAsLong();
        OwnerToken token = held.token();
        boolean ours = true;
        for (String key : held.keys()) {
            Entry entry = entries.get(key);
            if (entry == null) {
                ours = false;
                continue;
            }
            boolean its = entry.at(now).isHeldBy(token);
            boolean left = entry.line().leave(token);
            if (its && held.isKept()) {
                entry.keep(token, now + held.keptFor().toNanos());
            } else if (its) {
                entry.end(token);
            }
            ours &= its;
            // Those behind one who leaves the line may have waited for that one only.
            if (serveLine && (its && !held.isKept() || left && !entry.isFree())) {
                reservations.serve(entry, held.ttl(), now);
            }
            if (entry.isForgotten()) {
                entries.remove(key);
            }
        }
        return ours;
    }

    LockState inspect(String key) {
        Entry entry = entries.get(key);
        long now = nanoTime.getAsLong();
        return entry == null ? Entry.UNKNOWN : entry.at(now).state(now);
    }

    ForcedRelease forceRelease(String key) {
        Entry entry = entries.get(key);
        if (entry == null || entry.at(nanoTime.getAsLong()).isFree()) {
            return ForcedRelease.NOT_HELD;
        }
        List<OwnerToken> holders = entry.holders();
        String instance = entry.instance();
        long raised = fencingTokens.next();
        entry.raiseFencingToken(raised);
        end(key, entry);
        holders.forEach(listeners::tellOfForce);
        return new ForcedRelease(true, instance, raised);
    }

    /** Keys that leases hold, in order. */
    Set<String> held() {
        long now = nanoTime.getAsLong();
        Set<String> held = new TreeSet<>();
        entries.forEach((key, entry) -> {
            if (entry.at(now).isHeld()) {
                held.add(key);
            }
        });
        return held;
    }

    void makeBusy(String key, @Nullable String owner) {
        entry(key).makeBusy(owner);
    }

    /** Ends what {@link #makeBusy} began, if it did. */
    void free(String key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.isBusy()) {
            end(key, entry);
        }
    }

    /** @return whether there was anything to expire */
    boolean expire(String key) {
        Entry entry = entries.get(key);
        if (entry == null || entry.isBusy() || entry.at(nanoTime.getAsLong()).isFree()) {
            return false;
        }
        end(key, entry);
        return true;
    }

    /** Fencing tokens go on growing. */
    void clear() {
        entries.values().forEach(entry -> entry.line().tokens().forEach(listeners::wake));
        entries.clear();
    }

    private void end(String key, Entry entry) {
        entry.free();
        reservations.serve(entry, Reservations.LONGEST, nanoTime.getAsLong());
        if (entry.isForgotten()) {
            entries.remove(key);
        }
    }

    private Entry entry(String key) {
        return entries.computeIfAbsent(key, unknown -> new Entry());
    }

    private boolean isHeldBy(String key, OwnerToken token, long now) {
        Entry entry = entries.get(key);
        return entry != null && entry.at(now).isHeldBy(token);
    }

    /** Of those who are not alone: the last that was given for the key, or, where none is known, a new one. */
    private long lastFencingToken(Entry entry) {
        if (entry.fencingToken() == 0) {
            entry.raiseFencingToken(fencingTokens.next());
        }
        return entry.fencingToken();
    }

    private void sweep(long now) {
        if (entries.size() >= sweepAt) {
            entries.values().removeIf(entry -> entry.at(now).isForgotten());
            sweepAt = Math.max(64, 2 * entries.size());
        }
    }
}
