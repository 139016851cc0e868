package io.github.lockstarter.torture.peers;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Worker;
import io.github.lockstarter.torture.arena.WorkerSettings;
import io.github.lockstarter.torture.check.Cast;
import io.github.lockstarter.torture.check.Coverage;
import io.github.lockstarter.torture.check.DoubleHolders;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.check.History;
import io.github.lockstarter.torture.check.IdleKeys;
import io.github.lockstarter.torture.check.TokenOrder;
import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Refusal;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Nemesis;
import io.github.lockstarter.torture.nemesis.Pause;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Workers that use a library, a phase of faults, peace, and a look at what happened. */
final class PeerRound {

    private static final int WORKERS = 3;

    private final Peer peer;
    private final Phase phase;
    private final List<String> notes = new ArrayList<>();

    private PeerRound(Peer peer, Phase phase) {
        this.peer = peer;
        this.phase = phase;
    }

    static Tally run(Peer peer, Phase phase, long seed, Duration time) {
        return new PeerRound(peer, phase).run(seed, time);
    }

    private Tally run(long seed, Duration time) {
        WorkerSettings workers = new WorkerSettings(
                WORKERS, PeerJvm.class.getName(), peer.name(), EnumSet.allOf(Workload.class), Optional.empty());
        try (Arena arena = Arena.open(workers, seed, Optional.empty())) {
            arena.startWorkers();
            Nemesis nemesis = new Nemesis(arena);
            nemesis.rage(phase.faults(), seed, time, () -> true);
            Pause.of(phase.peace());
            try {
                arena.endWorkers();
            } catch (IllegalStateException e) {
                notes.add("The workers did not end in peace: " + e.getMessage());
            }
            LeftKeys left = LeftKeys.of(arena, peer);
            notes.addAll(nemesis.findings());
            return look(arena, nemesis, left);
        }
    }

    private Tally look(Arena arena, Nemesis nemesis, LeftKeys left) {
        List<Event> events = arena.workers().stream()
                .map(Worker::events)
                .flatMap(List::stream)
                .toList();
        Cast workers = Cast.of(arena.workers());
        History history = new History(events, nemesis.injections(), workers);
        DoubleHolders doubles = new DoubleHolders(history);
        List<Finding> tokens = peer.isFenced() ? TokenOrder.findings(history) : List.of();
        History latest = new History(lastingFromTheGrantOn(events), nemesis.injections(), workers);
        long written = history.count(EventType.WRITTEN, Workload.COUNTER);
        examples(doubles.findings());
        examples(tokens);
        if (history.count(EventType.FAILED, null) > 0) {
            arena.printOutput();
        }
        return new Tally(
                Coverage.grants(history),
                Coverage.underFault(history),
                Coverage.injections(history),
                granted(events).filter(grant -> grant.c() == 0).count(),
                doubles.findings().size(),
                doubles.excused().values().stream().mapToLong(Long::longValue).sum(),
                tokens.size(),
                Math.max(0, written - arena.counter(0)),
                left,
                Coverage.refusals(history),
                unavailable(events),
                IdleKeys.of(latest, List.of()).longest() / 1e6,
                history.count(EventType.FAILED, null),
                List.copyOf(notes));
    }

    /** Without those calls that were interrupted: some libraries tell of an interrupt as of a fault. */
    private static long unavailable(List<Event> events) {
        return events.stream()
                .filter(event -> event.type() == EventType.NOT_GRANTED)
                .filter(event -> event.b() == Refusal.UNAVAILABLE.ordinal() && event.c() == 0)
                .count();
    }

    /**
     * As if each lock lasted for its ttl from when it was granted, which it does at most: a library that does not tell must not
     * look slow to follow one who was killed because its user was cautious.
     */
    private static List<Event> lastingFromTheGrantOn(List<Event> events) {
        return events.stream()
                .map(event -> event.type() == EventType.GRANTED ? lastingFromTheGrantOn(event) : event)
                .toList();
    }

    private static Event lastingFromTheGrantOn(Event grant) {
        long end = grant.time() + grant.key().workload().ttl().toNanos();
        return new Event(
                grant.worker(), grant.type(), grant.key(), grant.lease(), grant.time(), grant.a(), grant.b(), end);
    }

    private static Stream<Event> granted(List<Event> events) {
        return events.stream().filter(event -> event.type() == EventType.GRANTED);
    }

    private void examples(List<Finding> findings) {
        findings.stream().limit(3).forEach(finding -> notes.add(finding.toString()));
    }
}
