package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Worker;
import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Fault;
import io.github.lockstarter.torture.nemesis.Injection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What all workers did, and what was done to them. Immutable. */
public final class History {

    private record ClaimId(int worker, long lease, Key key) {}

    private final List<Event> events;
    private final List<Injection> injections;
    private final Cast workers;
    private final Map<ClaimId, Claim> byId = new HashMap<>();
    private final Map<Key, List<Claim>> claims;

    public History(List<Event> events, List<Injection> injections, Cast workers) {
        this.workers = workers;
        this.events =
                events.stream().sorted(Comparator.comparingLong(Event::time)).toList();
        this.injections = injections.stream()
                .sorted(Comparator.comparingLong(Injection::began))
                .toList();
        this.claims = claims(this.events, workers.killed());
    }

    /** Of all workers there were: while some still write, what they have done so far. */
    public static History of(Arena arena, List<Injection> injections) {
        return new History(
                arena.workers().stream()
                        .map(Worker::events)
                        .flatMap(List::stream)
                        .toList(),
                injections,
                Cast.of(arena.workers()));
    }

    private Map<Key, List<Claim>> claims(List<Event> events, Map<Integer, Long> killed) {
        Map<Key, List<Claim>> byKey = new TreeMap<>(Comparator.comparing(Key::name));
        for (Event event : events) {
            ClaimId id = new ClaimId(event.worker(), event.lease(), event.key());
            if (event.type() == EventType.GRANTED) {
                Claim claim = new Claim(event);
                byId.put(id, claim);
                byKey.computeIfAbsent(event.key(), unknown -> new ArrayList<>()).add(claim);
                if (killed.containsKey(event.worker())) {
                    claim.killed(killed.get(event.worker()));
                }
            }
        }
        // Later, since a loss may be told before the grant is written down.
        for (Event event : events) {
            Claim claim = byId.get(new ClaimId(event.worker(), event.lease(), event.key()));
            if (claim != null) {
                claim.add(event);
            }
        }
        return byKey;
    }

    Map<Key, List<Claim>> claims() {
        return claims;
    }

    /** What an event belongs to. */
    Claim claimOf(Event event) {
        return byId.get(new ClaimId(event.worker(), event.lease(), event.key()));
    }

    /** Those of a workload, key by key. */
    Stream<Claim> claims(Workload workload) {
        return allClaims().filter(claim -> claim.key().workload() == workload);
    }

    Stream<Claim> allClaims() {
        return claims.values().stream().flatMap(List::stream);
    }

    Stream<Event> events(EventType type) {
        return events.stream().filter(event -> event.type() == type);
    }

    Stream<Event> events(EventType type, Workload workload) {
        return events(type).filter(event -> event.key().workload() == workload);
    }

    /** @param workload null: all */
    public long count(EventType type, @Nullable Workload workload) {
        return events(type)
                .filter(event -> workload == null || event.key().workload() == workload)
                .count();
    }

    /** What was done to a worker, by its number, or to all. */
    Stream<Injection> injections(int worker) {
        int slot = workers.slot(worker);
        return injections.stream().filter(injection -> injection.touches(slot));
    }

    /** Whether a worker, by its number, or all met one of these faults at some time from then to then. */
    boolean met(int worker, Set<Fault> faults, long from, long to) {
        int slot = workers.slot(worker);
        return injections.stream()
                .anyMatch(injection -> injection.overlaps(from, to) && injection.touches(slot, faults));
    }

    List<Injection> injections() {
        return injections;
    }

    /** What Redis may have lost its data by between then and then. */
    Optional<Injection> dataLoss(long from, long to) {
        return injections.stream()
                .filter(injection -> injection.losesData() && injection.overlaps(from, to))
                .reduce((one, later) -> later.began() > to ? one : later);
    }
}
