package io.github.lockstarter.architecture.planted.store;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;

/** Breaks a rule on purpose: the seam knows nothing above it. */
class PlantedInStore {

    private final Class<?> core = PlantedSeam.class;
}
