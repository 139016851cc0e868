package io.github.lockstarter.architecture.planted.actuate;

import io.github.lockstarter.architecture.planted.core.PlantedSeam;
import org.springframework.util.StringUtils;

/** Breaks two rules on purpose: the endpoint shows what core says there is, and needs no help for that. */
class PlantedInActuate {

    private final Class<?> core = PlantedSeam.class;

    private final Class<?> other = StringUtils.class;
}
