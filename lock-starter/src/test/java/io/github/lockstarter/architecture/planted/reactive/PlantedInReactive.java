package io.github.lockstarter.architecture.planted.reactive;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;
import io.github.lockstarter.architecture.planted.store.PlantedStoreType;

/** Breaks two rules on purpose: subscriptions are locked by the operations, and know of their making the flow alone. */
class PlantedInReactive {

    private final Class<?> store = PlantedStoreType.class;

    private final Class<?> core = PlantedSeam.class;
}
