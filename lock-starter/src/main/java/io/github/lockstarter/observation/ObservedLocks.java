package io.github.lockstarter.observation;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LockObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Set;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/**
 * Observes each call that acquires a lock, and each lease, as {@link LockObservationDocumentation} says. What runs under a lease
 * is observed within it: its spans are children of the lease's. Thread-safe.
 */
public final class ObservedLocks implements LockObserver {

    private static final AcquireObservationConvention ACQUIRE = new DefaultAcquireObservationConvention();

    private static final HoldObservationConvention HOLD = new DefaultHoldObservationConvention();

    private final ObservationRegistry registry;

    private final @Nullable AcquireObservationConvention acquireConvention;

    private final @Nullable HoldObservationConvention holdConvention;

    /**
     * Observes in a registry.
     *
     * @param registry what observations are begun in
     * @param acquireConvention null: the default
     * @param holdConvention null: the default
     */
    public ObservedLocks(
            ObservationRegistry registry,
            @Nullable AcquireObservationConvention acquireConvention,
            @Nullable HoldObservationConvention holdConvention) {
        this.registry = registry;
        this.acquireConvention = acquireConvention;
        this.holdConvention = holdConvention;
    }

    @Override
    public Acquiring acquiring(String name, Set<String> keys) {
        AcquireObservationContext context = new AcquireObservationContext(name, keys);
        Observation observation =
                LockObservationDocumentation.ACQUIRE.observation(acquireConvention, ACQUIRE, () -> context, registry);
        Observation parent = registry.getCurrentObservation();
        return new ObservedAcquiring(observation.start(), context, parent);
    }

    /** @param parent what the call is part of, and so is the lease */
    private final class ObservedAcquiring implements Acquiring {

        private final Observation observation;

        private final AcquireObservationContext context;

        private final @Nullable Observation parent;

        ObservedAcquiring(Observation observation, AcquireObservationContext context, @Nullable Observation parent) {
            this.observation = observation;
            this.context = context;
            this.parent = parent;
        }

        @Override
        public Holding acquired(Lease lease, int attempts, long waitedNanos) {
            context.acquired(attempts, waitedNanos, lease.fencingToken());
            observation.stop();
            HoldObservationContext held = new HoldObservationContext(lease);
            Observation holding =
                    LockObservationDocumentation.HOLD.observation(holdConvention, HOLD, () -> held, registry);
            return new ObservedHolding(holding.parentObservation(parent).start(), held);
        }

        @Override
        public void notAcquired(Throwable failure) {
            if (failure instanceof LockNotAcquiredException busy) {
                context.busy(busy.attempts(), busy.waited().toNanos());
            } else {
                context.ended(outcome(failure));
            }
            if (context.getOutcome() != AcquireOutcome.CANCELLED) {
                observation.error(failure);
            }
            observation.stop();
        }

        private static AcquireOutcome outcome(Throwable failure) {
            if (failure instanceof LockStoreException) {
                return AcquireOutcome.UNAVAILABLE;
            }
            if (failure instanceof LockInterruptedException) {
                return AcquireOutcome.INTERRUPTED;
            }
            return failure instanceof CancellationException ? AcquireOutcome.CANCELLED : AcquireOutcome.ERROR;
        }
    }

    private record ObservedHolding(Observation observation, HoldObservationContext context) implements Holding {

        @Override
        public Scope open() {
            Observation.Scope scope = observation.openScope();
            return scope::close;
        }

        @Override
        public void released() {
            end(HoldOutcome.RELEASED);
        }

        @Override
        public void releaseUnanswered(Throwable cause) {
            observation.error(cause);
            end(HoldOutcome.UNANSWERED);
        }

        @Override
        public void lost(LeaseLostException loss) {
            observation.error(loss);
            end(HoldOutcome.LOST);
        }

        private void end(HoldOutcome outcome) {
            context.ended(outcome);
            observation.stop();
        }
    }
}
