package io.github.lockstarter.architecture.planted.observation;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;
import io.github.lockstarter.architecture.planted.store.PlantedStoreType;

/** Breaks two rules on purpose: what is observed is told by core, through its seam alone. */
class PlantedInObservation {

    private final Class<?> store = PlantedStoreType.class;

    private final Class<?> core = PlantedSeam.class;
}
