package io.github.lockstarter.autoconfigure;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostEvent;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockListener;
import org.springframework.context.ApplicationEventPublisher;

/** Makes an application event of each lost lease. */
final class LossPublisher implements LockListener {

    private final ApplicationEventPublisher events;

    LossPublisher(ApplicationEventPublisher events) {
        this.events = events;
    }

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        events.publishEvent(new LeaseLostEvent(lease, loss));
    }
}
