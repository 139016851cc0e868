package io.github.lockstarter.observation;

import io.github.lockstarter.Lease;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/** What is known of a lease that is held: at its end, also how it ended. */
public class HoldObservationContext extends Observation.Context {

    private final Lease lease;

    private @Nullable HoldOutcome outcome;

    /**
     * Of a lease that begins.
     *
     * @param lease what was acquired
     */
    public HoldObservationContext(Lease lease) {
        this.lease = lease;
    }

    /** {@return what is held} */
    public Lease getLease() {
        return lease;
    }

    /** {@return how it ended; null until the end} */
    public @Nullable HoldOutcome getOutcome() {
        return outcome;
    }

    void ended(HoldOutcome itsOutcome) {
        outcome = itsOutcome;
    }
}
