package io.github.lockstarter.architecture.planted.redis;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;

/** Breaks a rule on purpose: a store does not know the core. */
class PlantedInRedis {

    private final Class<?> core = PlantedSeam.class;
}
