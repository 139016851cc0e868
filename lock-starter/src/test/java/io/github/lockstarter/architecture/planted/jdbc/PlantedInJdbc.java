package io.github.lockstarter.architecture.planted.jdbc;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;

/** Breaks a rule on purpose: the fence needs a lease, not what made it. */
class PlantedInJdbc {

    private final Class<?> core = PlantedSeam.class;
}
