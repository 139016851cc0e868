package io.github.lockstarter.torture.check;

import io.github.lockstarter.torture.history.Event;
import io.github.lockstarter.torture.history.EventType;
import io.github.lockstarter.torture.history.Key;
import io.github.lockstarter.torture.nemesis.Fault;
import io.github.lockstarter.torture.nemesis.Injection;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A history made up for a test. Times are in milliseconds. */
final class Story {

    private final List<Event> events = new ArrayList<>();
    private final List<Injection> injections = new ArrayList<>();
    private final Map<Integer, Long> killed = new HashMap<>();
    private long leases;

    /** A lease that began to be asked for at a time, was granted at another, and was to last to a third. */
    Lease lease(int worker, Key key, long began, long granted, long deadline, long token) {
        Lease lease = new Lease(worker, key, ++leases);
        lease.add(EventType.GRANTED, granted, nanos(began), token, nanos(deadline));
        return lease;
    }

    /** The same of a key that as many may hold at once. */
    Lease lease(int worker, Key key, int permits, long began, long granted, long deadline, long token) {
        Lease lease = lease(worker, key, began, granted, deadline, token);
        lease.add(EventType.TERMS, granted, permits, 0, 0);
        return lease;
    }

    Story refused(int worker, Key key, long began, long ended) {
        events.add(new Event(worker, EventType.NOT_GRANTED, key, 0, nanos(ended), nanos(began), 0, 0));
        return this;
    }

    /** To all workers. */
    Story fault(Fault fault, long began, long ended) {
        return fault(fault, Injection.ALL, began, ended);
    }

    /** @param worker which has the slot of its number */
    Story fault(Fault fault, int worker, long began, long ended) {
        injections.add(new Injection(List.of(new Injection.Hit(fault, worker)), nanos(began), nanos(ended)));
        return this;
    }

    Story killed(int worker, long time) {
        killed.put(worker, nanos(time));
        return this;
    }

    Story event(int worker, EventType type, Key key, long time, long a) {
        events.add(new Event(worker, type, key, 0, nanos(time), a, 0, 0));
        return this;
    }

    History history() {
        return new History(events, injections, new Cast(killed, Map.of()));
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /** What became of it. */
    final class Lease {

        private final int worker;
        private final Key key;
        private final long number;

        private Lease(int worker, Key key, long number) {
            this.worker = worker;
            this.key = key;
            this.number = number;
        }

        Lease seenValid(long time) {
            return add(EventType.VALID, time, 0, 0, 0);
        }

        Lease renewed(int permits, long time) {
            return add(EventType.TERMS, time, permits, 1, 0);
        }

        /** Its work ended then, and it was given back at once. */
        Lease ended(long time, boolean valid) {
            add(EventType.ENDING, time, valid ? 1 : 0, 0, 0);
            return add(EventType.ENDED, time, 0, 0, 0);
        }

        Lease lost(long time, Enum<?> reason) {
            return add(EventType.LOST, time, reason.ordinal(), 0, 0);
        }

        private Lease add(EventType type, long time, long a, long b, long c) {
            events.add(new Event(worker, type, key, number, nanos(time), a, b, c));
            return this;
        }
    }
}
