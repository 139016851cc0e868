package io.github.lockstarter.architecture.planted.core;

import io.github.lockstarter.architecture.planted.autoconfigure.PlantedRoof;
import io.github.lockstarter.architecture.planted.store.PlantedStoreType;
import java.util.List;

/** Breaks a rule on purpose: nobody imports the roof; and with PlantedInStore, a cycle. */
public class PlantedSeam {

    private final List<Class<?>> roof = List.of(PlantedRoof.class, PlantedStoreType.class);
}
