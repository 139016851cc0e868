package io.github.lockstarter.observation;

import io.github.lockstarter.HiddenKeys;
import io.github.lockstarter.Lease;
import io.github.lockstarter.observation.LockObservationDocumentation.HighCardinalityKeyNames;
import io.github.lockstarter.observation.LockObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;

/** {@code distributed.lock.hold}, by name and outcome; spans also have the keys and the fencing token. */
public class DefaultHoldObservationConvention implements HoldObservationConvention {

    @Override
    public String getName() {
        return "distributed.lock.hold";
    }

    @Override
    public String getContextualName(HoldObservationContext context) {
        return "hold " + context.getLease().name();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(HoldObservationContext context) {
        KeyValues values = KeyValues.of(
                LowCardinalityKeyNames.NAME.withValue(context.getLease().name()));
        HoldOutcome outcome = context.getOutcome();
        return outcome == null ? values : values.and(LowCardinalityKeyNames.OUTCOME.withValue(outcome.tag()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(HoldObservationContext context) {
        Lease lease = context.getLease();
        KeyValues values =
                KeyValues.of(HighCardinalityKeyNames.FENCING_TOKEN.withValue(Long.toString(lease.fencingToken())));
        return lease.keys() instanceof HiddenKeys
                ? values
                : values.and(HighCardinalityKeyNames.KEYS.withValue(String.join(", ", lease.keys())));
    }
}
