package io.github.lockstarter.torture.chaos;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Where the fault in force is kept, and where pumps ask what to do. Thread-safe.
 *
 * <p>Invariant: exactly one fault is in force. It is replaced, and a verdict is given, only under the lock, together
 * with all that follows for the connections: their admission, and the mark that one lost bytes. So each verdict comes
 * either before a change, which then sees its mark, or after it, by the new fault. A way which lost bytes loses all that
 * follow, or the stream would have a hole. A closed gate stays closed and has no connections.
 */
final class Gate {
    private static final long LONGEST_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Lock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Connection, Set<Way>> lost = new HashMap<>();
    private Fault fault = Fault.NONE;

    /** Replaces the fault in force; does nothing once closed. */
    void put(Fault next) {
        lock.lock();
        try {
            if (fault != Fault.CLOSED) {
                fault = next;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Ends the fault in force, and returns the connections which lost bytes; they lose all until they are reset. */
    List<Connection> heal() {
        lock.lock();
        try {
            put(Fault.NONE);
            return those(this::isDamaged);
        } finally {
            lock.unlock();
        }
    }

    /** Closes the gate for ever, and returns the connections it had; to each pump it says STOP from now on. */
    List<Connection> close() {
        lock.lock();
        try {
            put(Fault.CLOSED);
            List<Connection> all = those(connection -> true);
            lost.clear();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the connection is let in; if so it counts until it is removed. */
    boolean admit(Connection connection) {
        lock.lock();
        try {
            if (fault.admits()) {
                lost.put(connection, EnumSet.noneOf(Way.class));
            }
            return fault.admits();
        } finally {
            lock.unlock();
        }
    }

    /** Lets the pumps of the connection stop, also those which wait. */
    void remove(Connection connection) {
        lock.lock();
        try {
            lost.remove(connection);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Returns the connections whose clients have not been cut off. */
    List<Connection> open() {
        lock.lock();
        try {
            return those(connection -> !connection.isCut());
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether the connection is to be reset by {@link #heal()}, and has to look half-open until then. */
    boolean isDamaged(Connection connection) {
        lock.lock();
        try {
            return !connection.isCut()
                    && !lost.getOrDefault(connection, Set.of()).isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Waits as long as the fault in force says, which may change meanwhile, then says what to do. */
    Verdict judge(Connection connection, Way way) {
        long arrival = System.nanoTime();
        lock.lock();
        try {
            Fault known = fault;
            long delay = known.delay();
            while (true) {
                if (fault != known) {
                    known = fault;
                    delay = known.delay();
                }
                long wait = known.holds(way) ? LONGEST_WAIT_NANOS : delay - (System.nanoTime() - arrival);
                if (wait <= 0 || !lost.containsKey(connection) || connection.isCut()) {
                    return verdict(connection, way);
                }
                changed.awaitNanos(wait);
            }
        } catch (InterruptedException e) {
            // Nobody who knows these threads interrupts them.
            Thread.currentThread().interrupt();
            return Verdict.STOP;
        } finally {
            lock.unlock();
        }
    }

    private Verdict verdict(Connection connection, Way way) {
        Set<Way> lossy = lost.get(connection);
        if (lossy == null) {
            return Verdict.STOP;
        }
        if (connection.isCut()) {
            return Verdict.LOSE;
        }
        if (fault.loses(way)) {
            lossy.add(way);
        }
        if (lossy.contains(way)) {
            return Verdict.LOSE;
        }
        return fault.cuts(way) ? Verdict.CUT : Verdict.PASS;
    }

    private List<Connection> those(Predicate<Connection> condition) {
        return lost.keySet().stream().filter(condition).toList();
    }
}
