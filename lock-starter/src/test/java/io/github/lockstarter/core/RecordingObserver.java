package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it goes along with. */
final class RecordingObserver implements LockObserver {

    private final List<String> events = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public Acquiring acquiring(String name, Set<String> keys) {
        events.add("acquiring " + name + " " + keys + " on "
                + Thread.currentThread().getName());
        return new Acquiring() {

            @Override
            public Holding acquired(Lease lease, int attempts, long waitedNanos) {
                events.add("acquired after " + attempts);
                return new Held();
            }

            @Override
            public void notAcquired(Throwable failure) {
                events.add("not acquired: " + failure.getClass().getSimpleName());
            }
        };
    }

    private final class Held implements Holding {

        @Override
        public Scope open() {
            events.add("opened");
            return () -> events.add("closed");
        }

        @Override
        public void released() {
            events.add("released");
        }

        @Override
        public void releaseUnanswered(Throwable cause) {
            events.add("release unanswered");
        }

        @Override
        public void lost(LeaseLostException loss) {
            events.add("lost: " + loss.reason());
        }
    }
}
