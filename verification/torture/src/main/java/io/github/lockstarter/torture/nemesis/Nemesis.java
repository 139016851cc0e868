package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/** Does one fault after the other, for a while. Belongs to one thread. */
public final class Nemesis {

    /** Looking at all that happened takes a while, in which there is no fault. */
    private static final Duration MORE = Duration.ofSeconds(2);

    private final Arena arena;

    private final Set<Fault> losing;

    private final List<Injection> injections = new ArrayList<>();

    private final List<String> findings = new ArrayList<>();

    public Nemesis(Arena arena) {
        this(arena, Set.of());
    }

    /** @param losing faults that lose data here, though they need not elsewhere */
    public Nemesis(Arena arena, Set<Fault> losing) {
        this.arena = arena;
        this.losing = losing;
    }

    /**
     * Draws from these faults until the time is over, and leaves everything healed.
     *
     * @param enough whether it may end then; if not, it goes on for up to three times as long
     */
    public void rage(List<Fault> faults, long seed, Duration time, BooleanSupplier enough) {
        Schedule schedule = new Schedule(faults, arena.slots().size(), seed);
        long began = System.nanoTime();
        long until = began + time.toNanos();
        do {
            while (System.nanoTime() - until < 0) {
                Step step = schedule.next();
                Pause.of(step.pause());
                inject(step);
            }
            until = System.nanoTime() + MORE.toNanos();
        } while (until - began < 3 * time.toNanos() && !enough.getAsBoolean());
    }

    private void inject(Step step) {
        // What takes the place of a worker that was killed takes a while to start, which is no fault.
        step.faults().stream()
                .filter(single -> single.fault().scope() == Scope.WORKER)
                .forEach(single -> arena.slots().get(single.slot()).awaitReady());
        long began = System.nanoTime();
        Map<Step.Single, CompletableFuture<Boolean>> running = new LinkedHashMap<>();
        for (Step.Single single : step.faults()) {
            running.put(
                    single,
                    CompletableFuture.supplyAsync(
                            () -> single.fault().act().run(arena, arena.slots().get(single.slot()), single.lasting()),
                            task -> new Thread(task, "nemesis-" + single.fault()).start()));
        }
        List<Injection.Hit> hits = new ArrayList<>();
        running.forEach((single, one) -> {
            try {
                if (one.join()) {
                    hits.add(new Injection.Hit(
                            single.fault(), single.fault().isOfOneWorker() ? single.slot() : Injection.ALL));
                }
            } catch (CompletionException e) {
                findings.add(step + ": " + e.getCause());
            }
        });
        if (!hits.isEmpty()) {
            boolean losesData = hits.stream()
                    .map(Injection.Hit::fault)
                    .anyMatch(fault -> fault.losesData() || losing.contains(fault));
            injections.add(new Injection(hits, began, System.nanoTime(), losesData));
        }
    }

    public List<Injection> injections() {
        return List.copyOf(injections);
    }

    /** What went wrong with the faults themselves, or was found by them. */
    public List<String> findings() {
        return List.copyOf(findings);
    }
}
