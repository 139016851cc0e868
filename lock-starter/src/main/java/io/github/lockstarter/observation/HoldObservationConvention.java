package io.github.lockstarter.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/** How {@link LockObservationDocumentation#HOLD} is named and tagged: a bean of this type takes the place of the default. */
public interface HoldObservationConvention extends ObservationConvention<HoldObservationContext> {

    @Override
    default boolean supportsContext(Observation.Context context) {
        return context instanceof HoldObservationContext;
    }
}
