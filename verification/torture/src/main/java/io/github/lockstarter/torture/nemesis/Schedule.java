package io.github.lockstarter.torture.nemesis;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * The order of faults, what they are done to and how long they last: all of it drawn from the seed, and from nothing else. Each
 * fault comes once before any comes again, and then once several at the same time.
 */
final class Schedule {

    private static final int LEAST_PAUSE = 40;
    private static final int MOST_PAUSE = 200;

    private final List<Fault> faults;
    private final int slots;
    private final Random random;
    private final Deque<Fault> bag = new ArrayDeque<>();

    Schedule(List<Fault> faults, int slots, long seed) {
        this.faults = faults;
        this.slots = slots;
        this.random = new Random(seed);
        fill();
    }

    Step next() {
        Duration pause = Duration.ofMillis(between(LEAST_PAUSE, MOST_PAUSE));
        if (bag.isEmpty()) {
            fill();
            return new Step(several(), pause);
        }
        return new Step(List.of(single(bag.remove(), random.nextInt(slots))), pause);
    }

    private void fill() {
        List<Fault> next = new ArrayList<>(faults);
        Collections.shuffle(next, random);
        bag.addAll(next);
    }

    /** One for each scope that there is, but no two to the same worker. */
    private List<Step.Single> several() {
        List<Step.Single> several = new ArrayList<>();
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        List<Fault> shuffled = new ArrayList<>(faults);
        Collections.shuffle(shuffled, random);
        int slot = random.nextInt(slots);
        for (Fault fault : shuffled) {
            if (scopes.add(fault.scope())) {
                several.add(single(fault, slot++ % slots));
            }
        }
        return several;
    }

    private Step.Single single(Fault fault, int slot) {
        return new Step.Single(fault, slot, Duration.ofMillis(between(fault.least(), fault.most())));
    }

    private int between(int least, int most) {
        return least + random.nextInt(most - least);
    }
}
