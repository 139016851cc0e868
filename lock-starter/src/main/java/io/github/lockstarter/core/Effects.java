package io.github.lockstarter.core;

import java.util.ArrayList;
import java.util.List;

/** What a step of a line brings about: commands, and calls that are told. It is done in order, once the line's guard is free. */
final class Effects {

    private final List<Runnable> effects = new ArrayList<>(3);

    void add(Runnable effect) {
        effects.add(effect);
    }

    void tell(Waiter waiter, Outcome outcome) {
        effects.add(() -> waiter.tell(outcome));
    }

    void run() {
        effects.forEach(Runnable::run);
    }
}
