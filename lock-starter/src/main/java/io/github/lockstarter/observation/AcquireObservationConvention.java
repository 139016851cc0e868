package io.github.lockstarter.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How {@link LockObservationDocumentation#ACQUIRE} is named and tagged: a bean of this type takes the place of the default. */
public interface AcquireObservationConvention extends ObservationConvention<AcquireObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof AcquireObservationContext;
    }
}
