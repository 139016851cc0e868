package io.github.lockstarter.memory;

import io.github.lockstarter.store.Acquire;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.ForcedRelease;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockState;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.Subscription;
import io.github.lockstarter.store.WakeListener;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps locks in memory: they exclude within this JVM, and nowhere else. For tests and development. Thread-safe; answers on
 * the caller's thread. What is over is forgotten as other keys are asked for.
 *
 * <p>A test decides with it what becomes of a lock: {@link #makeBusy}, {@link #steal}, {@link #expire}, {@link #free},
 * {@link #makeUnavailable}; and sees what is held: {@link #isHeld}, {@link #heldKeys}. These may be called on any thread, also
 * by a method that holds the lock, and at any time, unavailable or not. Keys are those that the application asks for, without
 * the prefix that they have in Redis: {@code item:a1}.
 */
public final class InMemoryLockStore implements LockStore {

    /** Guards the table. */
    private final ReentrantLock guard = new ReentrantLock();

    private final WakeListeners listeners = new WakeListeners();

    private final LockTable table;

    private volatile boolean available = true;

    /** Empty, on the clock of this JVM. */
    public InMemoryLockStore() {
        this(System::nanoTime);
    }

    /** @param nanoTime the clock by which locks expire, as {@link System#nanoTime()} counts */
    public InMemoryLockStore(LongSupplier nanoTime) {
        table = new LockTable(nanoTime, listeners);
    }

    @Override
    public boolean sharesLocks() {
        return true;
    }

    @Override
    public CompletionStage<Answer> acquire(Acquire acquire) {
        return command(() -> table.take(acquire, false));
    }

    @Override
    public CompletionStage<Renewal> renew(Held held, Duration ttl) {
        return command(() -> table.renew(held, ttl));
    }

    @Override
    public CompletionStage<Release> release(Held held, @Nullable Acquire next) {
        return command(() -> {
            if (next != null && !next.keys().equals(held.keys())) {
                throw new IllegalArgumentException("A lock is handed over for the same key, and for one.");
            }
            boolean ours = table.giveBack(held, next == null);
            return new Release(ours, next == null ? null : table.take(next, ours && next.standing() == Standing.AHEAD));
        });
    }

    @Override
    public CompletionStage<Void> withdraw(Acquire acquire) {
        return command(() -> {
            table.giveBack(new Held(acquire.keys(), acquire.token(), acquire.ttl()), true);
            return null;
        });
    }

    @Override
    public CompletionStage<LockState> inspect(String key) {
        return command(() -> table.inspect(key));
    }

    @Override
    public CompletionStage<ForcedRelease> forceRelease(String key) {
        return command(() -> table.forceRelease(key));
    }

    @Override
    public Subscription onWake(String instance, WakeListener listener) {
        return listeners.add(instance, listener);
    }

    /**
     * As {@link #makeBusy(String, String)}, where it does not matter who has it: the exception names nobody.
     *
     * @param key as the lock has it, without a prefix
     */
    public void makeBusy(String key) {
        makeBusyFor(key, null);
    }

    /**
     * Gives a lock that is not held to another owner, from now on, until {@link #free} or {@link #reset}: it does not expire. If it
     * is another's already, the owner changes.
     *
     * @param key as the lock has it, without a prefix
     * @param owner what {@code LockNotAcquiredException.owner()} says
     * @throws IllegalStateException if a lease of this application holds it, or is being handed it: it stays that one's
     */
    public void makeBusy(String key, String owner) {
        makeBusyFor(key, owner);
    }

    private void makeBusyFor(String key, @Nullable String owner) {
        control(() -> {
            if (table.held().contains(key)) {
                throw new IllegalStateException(
                        "The lock '%s' is held by this application. Call makeBusy before it is acquired, or steal(\"%s\") to have it lost."
                                .formatted(key, key));
            }
            table.makeBusy(key, owner);
        });
    }

    /**
     * Gives a lock to another owner, held or not, from now on, until {@link #free} or {@link #reset}. A lease that holds it is
     * told nothing: its next renewal or release is refused, and then it is lost.
     *
     * @param key as the lock has it, without a prefix
     */
    public void steal(String key) {
        control(() -> table.makeBusy(key, null));
    }

    /**
     * Ends the lease that holds a lock as if its ttl had passed here, and not yet on the holder's own clock: its next renewal or
     * release is refused, and then it is lost. The next in line gets the lock; calls of the application that holds it wait until
     * it knows, as they do with Redis.
     *
     * @param key as the lock has it, without a prefix
     * @throws IllegalStateException if it is free, or is another owner's by {@link #makeBusy} or {@link #steal}
     */
    public void expire(String key) {
        control(() -> {
            if (!table.expire(key)) {
                throw new IllegalStateException(
                        "Nothing to expire: no lease holds the lock '%s'. Held are %s.".formatted(key, table.held()));
            }
        });
    }

    /**
     * Ends what {@link #makeBusy} or {@link #steal} has begun: the lock is free, and who waits for it is woken, as after a release.
     * A lease that it was stolen from does not get it back. Without effect on any other lock.
     *
     * @param key as the lock has it, without a prefix
     */
    public void free(String key) {
        control(() -> table.free(key));
    }

    /**
     * Fails every command from now on, as a Redis that refuses connections does: {@link StoreFailure.Kind#NOT_EXECUTED}. An acquire
     * is tried again for as long as the call waits, and then a LockStoreException; a renewal until the deadline; a release in the
     * background, and the lock is held until that or its ttl.
     */
    public void makeUnavailable() {
        available = false;
    }

    /** Ends what {@link #makeUnavailable} has begun. */
    public void makeAvailable() {
        available = true;
    }

    /**
     * {@return the keys that leases of this application hold now, or are being handed; in order, a snapshot, unmodifiable} Not those that
     * another owner has by {@link #makeBusy} or {@link #steal}, nor those that {@code minHold} keeps after the method.
     */
    public Set<String> heldKeys() {
        return Collections.unmodifiableSet(guarded(table::held));
    }

    /**
     * {@return whether a key is one of {@link #heldKeys()}}
     *
     * @param key as the lock has it, without a prefix
     */
    public boolean isHeld(String key) {
        return heldKeys().contains(key);
    }

    /**
     * Forgets all locks, whoever has them, and is available: for tests that share an application context. Leases that are held
     * are lost with their next renewal or release, and who waits in line asks again. Fencing tokens go on growing.
     */
    public void reset() {
        control(() -> {
            table.clear();
            available = true;
        });
    }

    /** How many keys are held or waited for, or were and are not forgotten yet. */
    int size() {
        return guarded(table::size);
    }

    private <T> CompletionStage<T> command(Supplier<T> step) {
        if (!available) {
            return CompletableFuture.failedFuture(new StoreFailure(
                    StoreFailure.Kind.NOT_EXECUTED, "InMemoryLockStore.makeUnavailable() was called", null));
        }
        return CompletableFuture.completedFuture(guarded(step));
    }

    private void control(Runnable step) {
        guarded(() -> {
            step.run();
            return true;
        });
    }

    private <T> T guarded(Supplier<T> step) {
        T answer;
        guard.lock();
        try {
            answer = step.get();
        } finally {
            guard.unlock();
        }
        listeners.deliver();
        return answer;
    }
}
