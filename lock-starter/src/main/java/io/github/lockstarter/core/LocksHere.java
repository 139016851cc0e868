package io.github.lockstarter.core;

import io.github.lockstarter.HiddenKeys;
import io.github.lockstarter.LockMode;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What locks this JVM holds and waits for, and what has become of others, as it is at the moment. Thread-safe. */
public final class LocksHere {

    /**
     * A lease that is held.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param mode whether others may hold it at the same time
     * @param permits how many may hold it at once, where the mode is EXCLUSIVE
     * @param fencingToken that of the lease
     * @param heldFor from the acquisition on
     * @param remaining until its deadline
     */
    public record HeldHere(
            String name,
            Set<String> keys,
            LockMode mode,
            int permits,
            long fencingToken,
            Duration heldFor,
            Duration remaining) {}

    /**
     * A call that waits for its lock.
     *
     * @param name the name of the lock as written in code
     * @param keys as given, without the prefix that Redis sees
     * @param waited from the beginning of the call on
     */
    public record WaitingHere(String name, Set<String> keys, Duration waited) {}

    private final LockRuntime runtime;

    private final Leases leases;

    private final boolean logKeys;

    LocksHere(LockRuntime runtime, Leases leases, boolean logKeys) {
        this.runtime = runtime;
        this.leases = leases;
        this.logKeys = logKeys;
    }

    /** {@return the leases that are held, those that were held longest first} */
    public List<HeldHere> held() {
        return leases.held().stream()
                .map(lease -> new HeldHere(
                        lease.name(),
                        lease.keys(),
                        lease.terms().isForAll() ? LockMode.SHARED : LockMode.EXCLUSIVE,
                        lease.terms().isForAll() ? 1 : lease.terms().permits(),
                        lease.fencingToken(),
                        lease.life().heldFor(),
                        lease.remaining()))
                .sorted(Comparator.comparing(HeldHere::heldFor).reversed())
                .toList();
    }

    /** {@return how many leases are held} */
    public int heldCount() {
        return leases.held().size();
    }

    /** {@return the calls that wait, those that have waited longest first} */
    public List<WaitingHere> waiting() {
        return runtime.calls().all().stream()
                .map(call -> new WaitingHere(call.name(), call.keys(), Duration.ofNanos(call.waited())))
                .sorted(Comparator.comparing(WaitingHere::waited).reversed())
                .toList();
    }

    /** {@return how many calls wait} */
    public int waitingCount() {
        return runtime.calls().size();
    }

    /** {@return how many locks were passed from one call of this JVM to the next in one command, since the start} */
    public long handOvers() {
        return runtime.handOvers().sum();
    }

    /** {@return how many acquires and releases had to be followed by a withdrawal, because their answer came late or never, since the start} */
    public long withdrawals() {
        return runtime.withdrawals().sum();
    }

    /**
     * {@return a key as log lines may show it}
     *
     * @param key as given
     */
    public String shown(String key) {
        return (logKeys ? Set.of(key) : HiddenKeys.of(Set.of(key))).toString();
    }
}
