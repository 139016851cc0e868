package io.github.lockstarter.torture.nemesis;

import io.github.lockstarter.torture.arena.Arena;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Does one fault after the other, for a while. Belongs to one thread. */
public final class Nemesis {

    private final Arena arena;

    private final List<Injection> injections = new ArrayList<>();

    private final List<String> findings = new ArrayList<>();

    public Nemesis(Arena arena) {
        this.arena = arena;
    }

    /** Draws from these faults until the time is over, and leaves everything healed. */
    public void rage(List<Fault> faults, long seed, Duration time) {
        Schedule schedule = new Schedule(faults, arena.slots().size(), seed);
        long end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() - end < 0) {
            Step step = schedule.next();
            Pause.of(step.pause());
            inject(step);
        }
    }

    private void inject(Step step) {
        long began = System.nanoTime();
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (Step.Single single : step.faults()) {
            running.add(CompletableFuture.runAsync(
                    () -> single.fault().act().run(arena, arena.slots().get(single.slot()), single.lasting()),
                    task -> new Thread(task, "nemesis-" + single.fault()).start()));
        }
        for (CompletableFuture<Void> one : running) {
            try {
                one.join();
            } catch (CompletionException e) {
                findings.add(step + ": " + e.getCause());
            }
        }
        injections.add(
                new Injection(step.faults().stream().map(Step.Single::fault).toList(), began, System.nanoTime()));
    }

    public List<Injection> injections() {
        return List.copyOf(injections);
    }

    /** What went wrong with the faults themselves, or was found by them. */
    public List<String> findings() {
        return List.copyOf(findings);
    }
}
