package io.github.lockstarter.observation;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** Counts, by name, leases that were lost and renewals that failed. Thread-safe. */
public final class LeaseTroubleMeters implements MeterBinder, LockListener {

    private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

    @Override
    public void bindTo(MeterRegistry registry) {
        registries.add(registry);
    }

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        count(Counter.builder("distributed.lock.lost")
                .description("Leases that ended before they were closed")
                .tag("lock.name", lease.name())
                .tag("reason", loss.reason().name().toLowerCase(Locale.ROOT)));
    }

    @Override
    public void renewalUnanswered(Lease lease, Throwable cause) {
        count(Counter.builder("distributed.lock.renewals.failed")
                .description("Renewals that were not answered in time, or with an error; each is tried again")
                .tag("lock.name", lease.name()));
    }

    private void count(Counter.Builder counter) {
        registries.forEach(registry -> counter.register(registry).increment());
    }
}
