package io.github.lockstarter.architecture.planted.redis.fenced;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;

/** Breaks a rule on purpose: what fences with a lease does not know how it was acquired. */
class PlantedInFenced {

    private final Class<?> core = PlantedSeam.class;
}
