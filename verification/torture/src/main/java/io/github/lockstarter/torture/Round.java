package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Worker;
import io.github.lockstarter.torture.check.Coverage;
import io.github.lockstarter.torture.check.DoubleHolders;
import io.github.lockstarter.torture.check.Figures;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.check.History;
import io.github.lockstarter.torture.check.IdleKeys;
import io.github.lockstarter.torture.check.KeyWatch;
import io.github.lockstarter.torture.check.Residue;
import io.github.lockstarter.torture.check.TokenOrder;
import io.github.lockstarter.torture.check.UnexplainedLosses;
import io.github.lockstarter.torture.check.WorkerEnds;
import io.github.lockstarter.torture.check.Writes;
import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Fault;
import io.github.lockstarter.torture.nemesis.Nemesis;
import io.github.lockstarter.torture.nemesis.Pause;
import io.github.lockstarter.torture.worker.Ledger.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Starts everything anew, lets the faults rage, ends it in peace, and looks at what happened. */
public final class Round {

    private static final String FAULT = "fault";

    /** Before the first fault. */
    private static final Duration CALM = Duration.ofSeconds(1);

    /** What was given up under a fault is given back by then: see Withdrawals in the library. */
    private static final Duration PEACE = Duration.ofSeconds(3);

    private static final Set<String> WHATEVER_THE_CLOCK = Set.of(
            TokenOrder.NAME, Writes.NAME, Writes.STALE, KeyWatch.NO_TTL, WorkerEnds.FAILURE, WorkerEnds.LEAK, FAULT);

    private final Plan plan;

    private final List<Finding> findings = new ArrayList<>();

    private Round(Plan plan) {
        this.plan = plan;
    }

    public static Outcome run(Plan plan) {
        return new Round(plan).run();
    }

    private Outcome run() {
        try (Arena arena = Arena.open(plan.workers(), plan.seed(), plan.clock())) {
            Nemesis nemesis = new Nemesis(arena);
            KeyWatch watch = new KeyWatch(arena.server());
            List<Write> fenced;
            try (watch) {
                Pause.of(CALM);
                nemesis.rage(plan.faults(), plan.seed(), plan.keeping());
                arena.end(Workload.FENCED);
                fenced = fencedWrites(arena);
                if (!plan.losing().isZero()) {
                    watch.letStrangersGo();
                    nemesis.rage(Fault.losingData(), plan.seed() + 1, plan.losing());
                }
                Pause.of(PEACE);
            }
            arena.endWorkers();
            findings.addAll(watch.findings());
            findings.addAll(Residue.atTheEnd(arena));
            Pause.of(untilASecondAfterTheirTtl(arena));
            findings.addAll(Residue.afterAllTtls(arena));
            nemesis.findings().forEach(text -> findings.add(new Finding(FAULT, text)));
            return look(arena, nemesis, fenced, watch.looks());
        }
    }

    /** The locks of those who were killed last for the longest ttl that there is. */
    private static Duration untilASecondAfterTheirTtl(Arena arena) {
        long now = System.nanoTime();
        return arena.workers().stream()
                .map(Worker::killed)
                .filter(killed -> killed != 0)
                .max(Long::compare)
                .map(last -> Workload.INTERRUPTED.ttl().plusSeconds(1).minusNanos(now - last))
                .orElse(Duration.ZERO);
    }

    private Outcome look(Arena arena, Nemesis nemesis, List<Write> fenced, long looks) {
        List<Event> events = new ArrayList<>();
        Map<Integer, Long> killed = new HashMap<>();
        Set<Integer> alive = new HashSet<>();
        for (Worker worker : arena.workers()) {
            events.addAll(worker.events());
            if (worker.killed() != 0) {
                killed.put(worker.number(), worker.killed());
            } else {
                alive.add(worker.number());
            }
        }
        History history = new History(events, nemesis.injections(), killed);
        DoubleHolders doubles = new DoubleHolders(history);
        findings.addAll(doubles.findings());
        findings.addAll(TokenOrder.findings(history));
        findings.addAll(UnexplainedLosses.findings(history));
        findings.addAll(IdleKeys.of(history).findings());
        findings.addAll(WorkerEnds.findings(history, alive));
        findings.addAll(new Writes(history, Workload.FENCED, fenced, killed.size()).findings());
        findings.addAll(new Writes(history, Workload.SQL, sqlWrites(arena, Workload.SQL), killed.size()).findings());
        printFailures(arena, history);
        return new Outcome(
                List.of(plan.seed()),
                Coverage.grants(history),
                Coverage.faulted(history),
                Coverage.refusals(history),
                Coverage.injections(history),
                findings.stream().filter(this::counts).toList(),
                doubles.excused(),
                unfenced(arena, history, killed.size()),
                Figures.of(history),
                looks);
    }

    /** Where the clock of Redis is set, locks last longer or shorter than was asked for, and no promise is made of that. */
    private boolean counts(Finding finding) {
        return plan.clock().isEmpty() || WHATEVER_THE_CLOCK.contains(finding.check());
    }

    private static Map<String, Long> unfenced(Arena arena, History history, int killed) {
        Map<String, Long> lost = new TreeMap<>();
        long written = history.count(EventType.WRITTEN, Workload.COUNTER);
        lost.put("COUNTER updates lost", Math.max(0, written - arena.counter(0)));
        List<Write> annotated = sqlWrites(arena, Workload.ANNOTATED);
        lost.put(Workload.ANNOTATED.name(), (long) new Writes(history, Workload.ANNOTATED, annotated, killed).lost());
        return lost;
    }

    private static List<Write> sqlWrites(Arena arena, Workload workload) {
        return arena.ledger().writes(workload.key(0).name());
    }

    private static List<Write> fencedWrites(Arena arena) {
        String key = Workload.FENCED.key(0).name();
        return arena.server()
                .command("LRANGE", key, "0", "-1")
                .lines()
                .filter(line -> !line.isEmpty())
                .map(line -> line.split(" "))
                .map(parts -> new Write(Long.parseLong(parts[0]), Long.parseLong(parts[1])))
                .toList();
    }

    private static void printFailures(Arena arena, History history) {
        if (history.count(EventType.FAILED, null) > 0) {
            arena.workers()
                    .forEach(worker -> worker.lines().stream()
                            .filter(line -> !line.equals("ready") && !line.startsWith("ended") && !line.equals("done"))
                            .limit(60)
                            .forEach(line -> System.out.println("worker " + worker.number() + ": " + line)));
        }
    }
}
