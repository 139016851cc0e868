package io.github.lockstarter.architecture.planted.tx;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;

/** Breaks a rule on purpose: transactions know leases by the seam, not how they are made. */
class PlantedInTx {

    private final Class<?> core = PlantedSeam.class;
}
