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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** All keys that are held or waited for, and the steps that change them. Not thread-safe: guarded by the store's lock. */
final class LockTable {

    /** How long a lock that was handed over waits to be taken up: as long as the ttl, within these. */
    private static final Duration LONGEST_RESERVATION = Duration.ofSeconds(1);

    private static final Duration SHORTEST_RESERVATION = Duration.ofMillis(100);

    private final LongSupplier nanoTime;

    private final WakeListeners listeners;

    private final Map<String, Entry> entries = new HashMap<>();

    private int sweepAt = 64;

    private long lastFencingToken;

    /** @param listeners are told of what becomes of their tokens */
    LockTable(LongSupplier nanoTime, WakeListeners listeners) {
        this.nanoTime = nanoTime;
        this.listeners = listeners;
    }

    int size() {
        return entries.size();
    }

    Answer take(Acquire acquire, boolean ahead) {
        long now = nanoTime.getAsLong();
        sweep(now);
        OwnerToken token = acquire.token();
        List<Entry> wanted = acquire.keys().stream().map(this::entry).toList();
        if (wanted.size() == 1 && wanted.get(0).isFree(now) && !ahead) {
            serveLine(wanted.get(0), token, acquire.ttl(), now);
        }
        for (Entry entry : wanted) {
            if (!entry.isFree(now) && !entry.isHeldBy(token, now)) {
                if (acquire.joinsLine()) {
                    entry.join(token);
                }
                return entry.answer(now);
            }
        }
        long until = now + acquire.ttl().toNanos();
        boolean again = wanted.stream().allMatch(entry -> entry.isHeldBy(token, now));
        long fencingToken = again
                ? Math.max(wanted.get(0).fencingToken(), acquire.fenceFloor())
                : nextFencingToken(acquire.fenceFloor());
        for (Entry entry : wanted) {
            if (entry.isHeldBy(token, now)) {
                entry.prolong(until);
                entry.raiseFencingToken(fencingToken);
            } else {
                entry.give(token, until, fencingToken);
            }
            entry.leave(token);
        }
        lastFencingToken = Math.max(lastFencingToken, fencingToken);
        long left = wanted.stream().mapToLong(entry -> entry.left(now)).min().orElseThrow();
        return new Grant(fencingToken, Duration.ofNanos(left));
    }

    Renewal renew(Held held, Duration ttl) {
        long now = nanoTime.getAsLong();
        if (!held.keys().stream().allMatch(key -> isHeldBy(key, held.token(), now))) {
            return Renewal.REFUSED;
        }
        held.keys().forEach(key -> entries.get(key).prolong(now + ttl.toNanos()));
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
            if (entry.isHeldBy(token, now)) {
                if (held.isKept()) {
                    entry.keep(token, now + held.keptFor().toNanos());
                } else {
                    entry.free();
                }
                if (serveLine && !held.isKept()) {
                    serveLine(entry, null, held.ttl(), now);
                }
            } else {
                ours = false;
                entry.leave(token);
            }
            if (entry.isForgotten(now)) {
                entries.remove(key);
            }
        }
        return ours;
    }

    LockState inspect(String key) {
        Entry entry = entries.get(key);
        return entry == null ? Entry.UNKNOWN : entry.state(nanoTime.getAsLong());
    }

    ForcedRelease forceRelease(String key) {
        Entry entry = entries.get(key);
        if (entry == null || entry.isFree(nanoTime.getAsLong())) {
            return ForcedRelease.NOT_HELD;
        }
        OwnerToken owner = entry.owner();
        String instance = entry.instance();
        long raised = nextFencingToken(0);
        entry.raiseFencingToken(raised);
        end(key, entry);
        if (owner != null) {
            listeners.tellOfForce(owner);
        }
        return new ForcedRelease(true, instance, raised);
    }

    /** Keys that leases hold, in order. */
    Set<String> held() {
        long now = nanoTime.getAsLong();
        Set<String> held = new TreeSet<>();
        entries.forEach((key, entry) -> {
            if (entry.isHeld(now)) {
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
        if (entry == null || entry.isBusy() || entry.isFree(nanoTime.getAsLong())) {
            return false;
        }
        end(key, entry);
        return true;
    }

    /** Fencing tokens go on growing. */
    void clear() {
        entries.values().forEach(entry -> entry.line().forEach(listeners::wake));
        entries.clear();
    }

    private void end(String key, Entry entry) {
        long now = nanoTime.getAsLong();
        entry.free();
        serveLine(entry, null, LONGEST_RESERVATION, now);
        if (entry.isForgotten(now)) {
            entries.remove(key);
        }
    }

    private Entry entry(String key) {
        return entries.computeIfAbsent(key, unknown -> new Entry());
    }

    private boolean isHeldBy(String key, OwnerToken token, long now) {
        Entry entry = entries.get(key);
        return entry != null && entry.isHeldBy(token, now);
    }

    /** Reserves a free lock for the first in line, unless that is the one who asks. */
    private void serveLine(Entry entry, @Nullable OwnerToken asking, Duration ttl, long now) {
        OwnerToken first = entry.first();
        if (first != null && !first.equals(asking)) {
            long reservation =
                    Math.max(SHORTEST_RESERVATION.toNanos(), Math.min(ttl.toNanos(), LONGEST_RESERVATION.toNanos()));
            entry.give(first, now + reservation, nextFencingToken(0));
            listeners.wake(first);
        }
    }

    /** One sequence for all keys: grows for each of them, and nothing need be kept per key. */
    private long nextFencingToken(long floor) {
        long clock = TimeUnit.MILLISECONDS.toMicros(System.currentTimeMillis());
        lastFencingToken = Math.max(Math.max(lastFencingToken + 1, clock), floor);
        return lastFencingToken;
    }

    private void sweep(long now) {
        if (entries.size() >= sweepAt) {
            entries.values().removeIf(entry -> entry.isForgotten(now));
            sweepAt = Math.max(64, 2 * entries.size());
        }
    }
}
