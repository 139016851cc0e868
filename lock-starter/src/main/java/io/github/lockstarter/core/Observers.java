package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Several observers as one. They are safe: none throws. */
record Observers(List<LockObserver> all) implements LockObserver {

    /** No detour where nobody observes, or one does. */
    static LockObserver of(List<LockObserver> observers) {
        List<LockObserver> safe = observers.stream()
                .filter(observer -> observer != NONE)
                .<LockObserver>map(SafeObserver::new)
                .toList();
        return switch (safe.size()) {
            case 0 -> NONE;
            case 1 -> safe.get(0);
            default -> new Observers(safe);
        };
    }

    @Override
    public Acquiring acquiring(String name, Set<String> keys) {
        return new AllAcquiring(
                all.stream().map(observer -> observer.acquiring(name, keys)).toList());
    }

    private record AllAcquiring(List<Acquiring> all) implements Acquiring {

        @Override
        public Holding acquired(Lease lease, int attempts, long waitedNanos) {
            return new AllHolding(all.stream()
                    .map(acquiring -> acquiring.acquired(lease, attempts, waitedNanos))
                    .toList());
        }

        @Override
        public void notAcquired(Throwable failure) {
            all.forEach(acquiring -> acquiring.notAcquired(failure));
        }
    }

    private record AllHolding(List<Holding> all) implements Holding {

        @Override
        public Scope open() {
            List<Scope> open = new ArrayList<>();
            all.forEach(holding -> open.add(0, holding.open()));
            return () -> open.forEach(Scope::close);
        }

        @Override
        public void released() {
            end(Holding::released);
        }

        @Override
        public void releaseUnanswered(Throwable cause) {
            end(holding -> holding.releaseUnanswered(cause));
        }

        @Override
        public void lost(LeaseLostException loss) {
            end(holding -> holding.lost(loss));
        }

        private void end(Consumer<Holding> end) {
            all.forEach(end);
        }
    }
}
