package io.github.lockstarter.core;

import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A call's part in a lease: the call that acquired it has the first, and calls nested in one take theirs from that one's, by
 * turns. Thread-safe.
 *
 * <p>Invariant: {@code open} counts the shares that are not left. None is taken any more once there is none, and whoever leaves
 * the last one ends the lease: so a lock covers all the work that is done under it, in whatever order calls end.
 */
final class Share {

    private final HeldLease lease;

    private final Set<String> keys;

    private final AtomicInteger open;

    private final @Nullable Share outer;

    private final Turns turns = new Turns();

    private final Turns.@Nullable Turn turn;

    private final AtomicBoolean left = new AtomicBoolean();

    private Share(HeldLease lease, Set<String> keys, AtomicInteger open, @Nullable Share outer) {
        this.lease = lease;
        this.keys = keys;
        this.open = open;
        this.outer = outer;
        this.turn = outer == null ? null : outer.turns.take(keys);
    }

    /** Of the call that acquired the lease. */
    static Share first(HeldLease lease) {
        return new Share(lease, lease.keys(), new AtomicInteger(1), null);
    }

    HeldLease lease() {
        return lease;
    }

    Set<String> keys() {
        return keys;
    }

    /** Whether calls may be nested in this one. */
    boolean isOpen() {
        return !left.get() && !lease.hasEnded();
    }

    /**
     * A share of a call nested in this one; to be left in any case.
     *
     * @return null: this call is over, and the other is nested in it no more
     */
    @Nullable
    Share nested(Set<String> nestedKeys) {
        int count = open.get();
        while (isOpen() && count > 0) {
            if (open.compareAndSet(count, count + 1)) {
                return new Share(lease, nestedKeys, open, this);
            }
            count = open.get();
        }
        return null;
    }

    /** When it is this call's turn. */
    CompletionStage<Void> turn() {
        return turn == null ? Answers.DONE : turn.come();
    }

    boolean hasItsTurn() {
        return turn == null || turn.come().isDone();
    }

    /** Whether a call around this one will still end, and tell of the loss of the lease. */
    boolean isWithinAnother() {
        return outer != null && !outer.left.get();
    }

    /**
     * Leaves it. Idempotent.
     *
     * @return whether it was the last: then the lease has to be ended
     */
    boolean leave() {
        if (!left.compareAndSet(false, true)) {
            return false;
        }
        boolean last = open.decrementAndGet() == 0;
        if (turn != null) {
            turn.giveBack();
        }
        return last;
    }
}
