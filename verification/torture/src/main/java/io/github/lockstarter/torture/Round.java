package io.github.lockstarter.torture;

import io.github.lockstarter.torture.arena.Arena;
import io.github.lockstarter.torture.arena.Worker;
import io.github.lockstarter.torture.check.Coverage;
import io.github.lockstarter.torture.check.Crowds;
import io.github.lockstarter.torture.check.DoubleHolders;
import io.github.lockstarter.torture.check.Figures;
import io.github.lockstarter.torture.check.Finding;
import io.github.lockstarter.torture.check.History;
import io.github.lockstarter.torture.check.IdleKeys;
import io.github.lockstarter.torture.check.KeyWatch;
import io.github.lockstarter.torture.check.Residue;
import io.github.lockstarter.torture.check.SilentLosses;
import io.github.lockstarter.torture.check.Standstill;
import io.github.lockstarter.torture.check.TokenOrder;
import io.github.lockstarter.torture.check.UnexplainedLosses;
import io.github.lockstarter.torture.check.WorkerEnds;
import io.github.lockstarter.torture.check.Writes;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Workload;
import io.github.lockstarter.torture.nemesis.Fault;
import io.github.lockstarter.torture.nemesis.Nemesis;
import io.github.lockstarter.torture.nemesis.Pause;
import io.github.lockstarter.torture.worker.Ledger.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Starts everything anew, lets the faults rage, ends it in peace, and looks at what happened. */
public final class Round {

    /** Long ones, that are to be gone all the same when nobody uses them any more. */
    private static final Set<Workload> LONG_LOCKS = Set.of(Workload.INTERRUPTED, Workload.PASSERS);

    private static final String FAULT = "fault";

    /** For what calls that ended leave to be given back. Shorter than a reservation for one who does not come any more. */
    private static final Duration A_MOMENT = Duration.ofMillis(500);

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
        try (Arena arena = arena();
                KeyWatch watch = several() ? null : new KeyWatch(arena.server())) {
            Nemesis nemesis = new Nemesis(arena, plan.setting().losing());
            List<Write> fenced = List.of();
            try {
                arena.startWorkers();
                Pause.of(CALM);
                nemesis.rage(plan.faults(), plan.seed(), plan.keeping(), () -> isEnough(arena, nemesis));
                fenced = afterKeeping(arena);
                if (watch != null) {
                    lose(watch, nemesis);
                }
                arena.endWorkers();
                findings.addAll(Residue.atTheEnd(arena));
                Pause.of(untilASecondAfterTheirTtl(arena));
                findings.addAll(Residue.afterAllTtls(arena));
            } catch (RuntimeException e) {
                // What happened until then is worth a look all the more.
                findings.add(new Finding(FAULT, "the round broke off: " + e));
            }
            if (watch != null) {
                findings.addAll(watch.findings());
                if (watch.locks() == 0) {
                    findings.add(new Finding(FAULT, "nobody has seen a lock among all the keys"));
                }
            }
            nemesis.findings().forEach(text -> findings.add(new Finding(FAULT, text)));
            return look(arena, nemesis, watch, fenced);
        }
    }

    /** A busy machine does less in the time. */
    private boolean isEnough(Arena arena, Nemesis nemesis) {
        Plan.Least least = plan.least();
        if (least.isNothing()) {
            return true;
        }
        History soFar = History.of(arena, nemesis.injections());
        return nemesis.injections().size() >= least.injections()
                && Coverage.underFault(soFar) >= least.faulted()
                && Coverage.touched(soFar) >= least.touched();
    }

    private Arena arena() {
        return several()
                ? Arena.open(plan.workers(), plan.seed(), plan.setting().start())
                : Arena.open(plan.workers(), plan.seed(), plan.clock());
    }

    private boolean several() {
        return plan.setting() != Setting.ONE_SERVER;
    }

    private void lose(KeyWatch watch, Nemesis nemesis) {
        if (!plan.losing().isZero()) {
            watch.letStrangersGo();
            nemesis.rage(Fault.losingData(), plan.seed() + 1, plan.losing(), () -> true);
            Pause.of(PEACE);
        }
        watch.close();
    }

    /** While Redis still has its data: what was written there, and locks that nobody gave back. */
    private List<Write> afterKeeping(Arena arena) {
        Pause.of(PEACE);
        arena.end(Workload.FENCED);
        LONG_LOCKS.forEach(arena::end);
        Pause.of(A_MOMENT);
        findings.addAll(Residue.orphans(arena, LONG_LOCKS));
        return several() ? List.of() : fencedWrites(arena);
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

    private Outcome look(Arena arena, Nemesis nemesis, @Nullable KeyWatch watch, List<Write> fenced) {
        Set<Integer> alive = arena.workers().stream()
                .filter(worker -> worker.killed() == 0)
                .map(Worker::number)
                .collect(Collectors.toSet());
        int killed = arena.workers().size() - alive.size();
        History history = History.of(arena, nemesis.injections());
        DoubleHolders doubles = new DoubleHolders(history);
        findings.addAll(doubles.findings());
        Crowds crowds = new Crowds(history);
        findings.addAll(crowds.findings());
        Map<String, Long> excused = new TreeMap<>(doubles.excused());
        crowds.excused().forEach((kind, count) -> excused.merge(kind, count, Long::sum));
        List<Finding> tokens = TokenOrder.findings(history);
        if (plan.setting().hasTwoMastersAtOnce()) {
            excused.put("fencing tokens that were not greater", (long) tokens.size());
        } else {
            findings.addAll(tokens);
        }
        findings.addAll(UnexplainedLosses.findings(history));
        findings.addAll(SilentLosses.findings(history));
        if (watch != null) {
            findings.addAll(watch.grantsOfForeignLocks(history));
        }
        List<Standstill> standstills = watch == null ? List.of() : watch.standstills();
        findings.addAll(IdleKeys.of(history, standstills).findings());
        findings.addAll(WorkerEnds.findings(history, alive));
        findings.addAll(new Writes(history, Workload.FENCED, fenced, killed).findings());
        findings.addAll(new Writes(history, Workload.SQL, sqlWrites(arena, Workload.SQL), killed).findings());
        if (history.count(EventType.FAILED, null) > 0) {
            arena.printOutput();
        }
        return new Outcome(
                List.of(plan.seed()),
                Coverage.grants(history),
                Coverage.underFault(history),
                Coverage.touched(history),
                Coverage.refusals(history),
                Coverage.injections(history),
                findings.stream().filter(this::counts).toList(),
                excused,
                unfenced(arena, history, killed),
                crowds.largest(),
                Figures.of(history),
                watch == null ? 0 : watch.looks(),
                Standstill.longestWithoutAFault(standstills, history));
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
        lost.put("COUNTER bodies that overlapped", Coverage.overlappingBodies(history, Workload.COUNTER));
        lost.put("ANNOTATED updates lost", (long) new Writes(history, Workload.ANNOTATED, annotated, killed).lost());
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
}
