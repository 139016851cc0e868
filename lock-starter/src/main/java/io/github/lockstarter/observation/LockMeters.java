package io.github.lockstarter.observation;

import io.github.lockstarter.core.LocksHere;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** What this JVM holds and waits for, in numbers. Neither name nor key: four time series, however many locks there are. */
public final class LockMeters implements MeterBinder {

    private final LocksHere here;

    /**
     * Of one application.
     *
     * @param here what is counted
     */
    public LockMeters(LocksHere here) {
        this.here = here;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("distributed.lock.held", here, LocksHere::heldCount)
                .description("Leases that this JVM holds")
                .register(registry);
        Gauge.builder("distributed.lock.waiting", here, LocksHere::waitingCount)
                .description("Calls of this JVM that wait for a lock")
                .register(registry);
        FunctionCounter.builder("distributed.lock.handovers", here, LocksHere::handOvers)
                .description("Locks that were passed from one call of this JVM to the next in one command")
                .register(registry);
        FunctionCounter.builder("distributed.lock.withdrawals", here, LocksHere::withdrawals)
                .description("Acquires and releases whose answer came late or never")
                .register(registry);
    }
}
