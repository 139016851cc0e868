package io.github.lockstarter.benchmarks.sharing;

import io.github.lockstarter.benchmarks.contest.Section;
import io.github.lockstarter.benchmarks.contest.Window;
import java.util.ArrayList;
import java.util.List;

/** One of the threads that hold the key beside others, as often as they can. */
final class Sharer {

    private final Situation situation;
    private final Locks locks;
    private final Inside inside;
    private final int instance;
    private final int number;
    private final List<Section> sections = new ArrayList<>(8192);

    Sharer(Situation situation, Locks locks, Inside inside, int instance, int number) {
        this.situation = situation;
        this.locks = locks;
        this.inside = inside;
        this.instance = instance;
        this.number = number;
    }

    /** At least once, however late this thread comes to run. */
    List<Section> run(Window window) throws InterruptedException {
        long called = System.nanoTime();
        do {
            sections.add(section(called));
            called = System.nanoTime();
        } while (window.isOpen(called));
        return sections;
    }

    private Section section(long called) throws InterruptedException {
        Locks.Held held = locks.acquire(situation.want());
        long entered = System.nanoTime();
        inside.enter(situation.want());
        if (situation.scenario().sectionMillis() > 0) {
            Window.pauseUntil(entered + situation.scenario().sectionNanos());
        }
        inside.leave(situation.want());
        long leaving = System.nanoTime();
        held.release();
        return new Section(instance, number, called, entered, leaving, System.nanoTime());
    }
}
