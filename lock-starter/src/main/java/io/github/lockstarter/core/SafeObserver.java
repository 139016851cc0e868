package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An observer that never throws, and whose parts end once. */
record SafeObserver(LockObserver observer) implements LockObserver {

    private static final Logger log = LoggerFactory.getLogger(SafeObserver.class);

    @Override
    public Acquiring acquiring(String name, Set<String> keys) {
        Acquiring acquiring = guarded(() -> observer.acquiring(name, keys), Acquiring.UNOBSERVED);
        return acquiring == Acquiring.UNOBSERVED ? acquiring : new SafeAcquiring(acquiring, new AtomicBoolean());
    }

    private record SafeAcquiring(Acquiring acquiring, AtomicBoolean over) implements Acquiring {

        @Override
        public Holding acquired(Lease lease, int attempts, long waitedNanos) {
            if (!over.compareAndSet(false, true)) {
                return Holding.UNOBSERVED;
            }
            Holding holding = guarded(() -> acquiring.acquired(lease, attempts, waitedNanos), Holding.UNOBSERVED);
            return holding == Holding.UNOBSERVED ? holding : new SafeHolding(holding, new AtomicBoolean());
        }

        @Override
        public void notAcquired(Throwable failure) {
            if (over.compareAndSet(false, true)) {
                guarded(() -> acquiring.notAcquired(failure));
            }
        }
    }

    private record SafeHolding(Holding holding, AtomicBoolean over) implements Holding {

        @Override
        public Scope open() {
            Scope scope = guarded(holding::open, Scope.NONE);
            return () -> guarded(scope::close);
        }

        @Override
        public void released() {
            end(holding::released);
        }

        @Override
        public void releaseUnanswered(Throwable cause) {
            end(() -> holding.releaseUnanswered(cause));
        }

        @Override
        public void lost(LeaseLostException loss) {
            end(() -> holding.lost(loss));
        }

        private void end(Runnable end) {
            if (over.compareAndSet(false, true)) {
                guarded(end);
            }
        }
    }

    private static void guarded(Runnable event) {
        guarded(
                () -> {
                    event.run();
                    return true;
                },
                false);
    }

    private static <T> T guarded(Supplier<T> event, T instead) {
        try {
            return event.get();
        } catch (Throwable e) {
            log.warn("A lock observer failed, which changes nothing for the lock", e);
            return instead;
        }
    }
}
