package io.github.lockstarter.observation;

import io.github.lockstarter.HiddenKeys;
import io.github.lockstarter.observation.LockObservationDocumentation.AcquireHighCardinalityKeyNames;
import io.github.lockstarter.observation.LockObservationDocumentation.HighCardinalityKeyNames;
import io.github.lockstarter.observation.LockObservationDocumentation.LowCardinalityKeyNames;
import io.micrometer.common.KeyValues;
import java.util.concurrent.TimeUnit;

/** {@code distributed.lock.acquire}, by name and outcome; spans also have the keys, the attempts and the wait. */
public class DefaultAcquireObservationConvention implements AcquireObservationConvention {

    @Override
    public String getName() {
        return "distributed.lock.acquire";
    }

    @Override
    public String getContextualName(AcquireObservationContext context) {
        return "acquire " + context.getLockName();
    }

    @Override
    public KeyValues getLowCardinalityKeyValues(AcquireObservationContext context) {
        KeyValues values = KeyValues.of(LowCardinalityKeyNames.NAME.withValue(context.getLockName()));
        AcquireOutcome outcome = context.getOutcome();
        return outcome == null ? values : values.and(LowCardinalityKeyNames.OUTCOME.withValue(outcome.tag()));
    }

    @Override
    public KeyValues getHighCardinalityKeyValues(AcquireObservationContext context) {
        KeyValues values = context.getKeys() instanceof HiddenKeys
                ? KeyValues.empty()
                : KeyValues.of(HighCardinalityKeyNames.KEYS.withValue(String.join(", ", context.getKeys())));
        if (context.getAttempts() != null) {
            values = values.and(AcquireHighCardinalityKeyNames.ATTEMPTS.withValue(
                    context.getAttempts().toString()));
        }
        if (context.getWaitedNanos() != null) {
            values = values.and(AcquireHighCardinalityKeyNames.WAITED.withValue(
                    Long.toString(TimeUnit.NANOSECONDS.toMillis(context.getWaitedNanos()))));
        }
        if (context.getFencingToken() != null) {
            values = values.and(HighCardinalityKeyNames.FENCING_TOKEN.withValue(
                    context.getFencingToken().toString()));
        }
        return values;
    }
}
