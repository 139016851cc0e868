package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what it is told. */
final class RecordingListener implements LockListener {

    private final List<String> events = new CopyOnWriteArrayList<>();

    List<String> events() {
        return events;
    }

    @Override
    public void acquired(Lease lease, int attempts, long waitedNanos) {
        events.add("acquired after " + attempts);
    }

    @Override
    public void notAcquired(LockException failure) {
        events.add("notAcquired " + failure.getClass().getSimpleName());
    }

    @Override
    public void released(Lease lease) {
        events.add("released");
    }

    @Override
    public void releaseUnanswered(Lease lease, Throwable cause) {
        events.add("releaseUnanswered");
    }

    @Override
    public void renewalUnanswered(Lease lease, Throwable cause) {
        events.add("renewalUnanswered");
    }

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        events.add("lost " + loss.reason());
    }
}
