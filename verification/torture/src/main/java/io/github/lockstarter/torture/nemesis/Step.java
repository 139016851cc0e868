package io.github.lockstarter.torture.nemesis;

import java.time.Duration;
import java.util.List;

/**
 * What comes next.
 *
 * @param pause before it
 */
record Step(List<Single> faults, Duration pause) {

    /** A fault of a step. */
    record Single(Fault fault, int slot, Duration lasting) {}
}
