package io.github.lockstarter.memory;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps locks in memory: they exclude within this JVM, and nowhere else. For tests and development. Thread-safe; answers on
 * the caller's thread. What is over is forgotten as other keys are asked for.
 */
public final class InMemoryLockStore implements LockStore {

    /** How long a lock that was handed over waits to be taken up: as long as the ttl, within these. */
    private static final long LONGEST_RESERVATION = TimeUnit.SECONDS.toNanos(1);

    private static final long SHORTEST_RESERVATION = TimeUnit.MILLISECONDS.toNanos(100);

    private final LongSupplier nanoTime;

    /** Guards everything below. */
    private final ReentrantLock guard = new ReentrantLock();

    private final Map<String, Entry> entries = new HashMap<>();

    private int sweepAt = 64;

    private long lastFencingToken;

    /** For whom a lock was reserved, to be told once the guard is free. */
    private final Queue<OwnerToken> toWake = new ConcurrentLinkedQueue<>();

    /** Whose lock was released by force, to be told as well. */
    private final Queue<OwnerToken> toTell = new ConcurrentLinkedQueue<>();

    private final Map<String, WakeListener> listeners = new ConcurrentHashMap<>();

    public InMemoryLockStore() {
        this(System::nanoTime);
    }

    /** @param nanoTime the clock by which locks expire, as {@link System#nanoTime()} counts */
    public InMemoryLockStore(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return guarded(() -> take(acquire, false));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return guarded(() -> {
            long now = nanoTime.getAsLong();
            if (!held.keys().stream().allMatch(key -> isHeldBy(key, held.token(), now))) {
                return Renewal.REFUSED;
            }
            held.keys().forEach(key -> entries.get(key).prolong(now + ttl.toNanos()));
            return Renewal.RENEWED;
        });
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return guarded(() -> {
            if (next != null && !next.keys().equals(held.keys())) {
                throw new IllegalArgumentException("A lock is handed over for the same key, and for one.");
            }
            boolean ours = giveBack(held, next == null);
            return new Release(ours, next == null ? null : take(next, ours && next.standing() == Standing.AHEAD));
        });
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return guarded(() -> {
            giveBack(new Held(acquire.keys(), acquire.token(), acquire.ttl()), true);
            return null;
        });
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return guarded(() -> {
            long now = nanoTime.getAsLong();
            Entry entry = entries.get(key);
            return entry == null ? Entry.UNKNOWN : entry.state(now);
        });
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return guarded(() -> {
            long now = nanoTime.getAsLong();
            Entry entry = entries.get(key);
            if (entry == null || entry.isFree(now)) {
                return ForcedRelease.NOT_HELD;
            }
            OwnerToken owner = entry.owner();
            long raised = nextFencingToken(0);
            entry.raiseFencingToken(raised);
            entry.free();
            serveLine(entry, null, Duration.ofSeconds(1), now);
            toTell.add(owner);
            return new ForcedRelease(true, owner.instance(), raised);
        });
    }

    @Override
    public Subscription onWake(String instance, WakeListener listener) {
        listeners.put(instance, listener);
        return new Listening(listeners, instance, listener);
    }

    /** How many keys are held or waited for, or were and are not forgotten yet. */
    int size() {
        guard.lock();
        try {
            return entries.size();
        } finally {
            guard.unlock();
        }
    }

    private Answer take(Acquire acquire, boolean ahead) {
        long now = nanoTime.getAsLong();
        sweep(now);
        OwnerToken token = acquire.token();
        List<Entry> wanted = acquire.keys().stream()
                .map(key -> entries.computeIfAbsent(key, unknown -> new Entry()))
                .toList();
        if (wanted.size() == 1 && wanted.get(0).isFree(now) && !ahead) {
            serveLine(wanted.get(0), token, acquire.ttl(), now);
        }
        for (Entry entry : wanted) {
            if (!entry.isFree(now) && !entry.isHeldBy(token, now)) {
                if (acquire.joinsLine()) {
                    entry.join(token);
                }
                OwnerToken owner = entry.owner();
                return new Busy(
                        owner == null ? null : owner.instance(), Duration.ofNanos(entry.left(now)), entry.since());
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

    private boolean giveBack(Held held, boolean serveLine) {
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

    /** Reserves a free lock for the first in line, unless that is the one who asks. */
    private void serveLine(Entry entry, @Nullable OwnerToken asking, Duration ttl, long now) {
        OwnerToken first = entry.first();
        if (first != null && !first.equals(asking)) {
            long reservation = Math.max(SHORTEST_RESERVATION, Math.min(ttl.toNanos(), LONGEST_RESERVATION));
            entry.give(first, now + reservation, nextFencingToken(0));
            toWake.add(first);
        }
    }

    private boolean isHeldBy(String key, OwnerToken token, long now) {
        Entry entry = entries.get(key);
        return entry != null && entry.isHeldBy(token, now);
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

    private <T> CompletionStage<T> guarded(Supplier<T> step) {
        T answer;
        guard.lock();
        try {
            answer = step.get();
        } finally {
            guard.unlock();
        }
        for (OwnerToken token = toWake.poll(); token != null; token = toWake.poll()) {
            WakeListener listener = token.isDeaf() ? null : listeners.get(token.instance());
            if (listener != null) {
                listener.woken(token);
            }
        }
        for (OwnerToken token = toTell.poll(); token != null; token = toTell.poll()) {
            WakeListener listener = listeners.get(token.instance());
            if (listener != null) {
                listener.forceReleased(token);
            }
        }
        return CompletableFuture.completedFuture(answer);
    }

    /** Listening from the beginning until it is closed. */
    private record Listening(Map<String, WakeListener> listeners, String instance, WakeListener listener)
            implements Subscription {

        @Override
        public boolean ensureListening() {
            return listeners.get(instance) == listener;
        }

        @Override
        public void close() {
            listeners.remove(instance, listener);
        }
    }
}
