package io.github.lockstarter.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is among calls that share a lease: at each moment one call's for a key. First come, first served, but who waits for
 * several keys may be overtaken. Thread-safe.
 *
 * <p>Invariant: of the turns that have come and are not given back, no two have a key in common. A turn that has come never goes
 * again. It is told so under no guard, after it was decided.
 */
final class Turns {

    private final ReentrantLock guard = new ReentrantLock();

    /** Those that have come, and those to come, in the order in which they were taken. Guarded. */
    private final List<Turn> inOrder = new ArrayList<>(2);

    /** A turn that has come, or is to come. */
    final class Turn {

        private final Set<String> keys;

        private final CompletableFuture<Void> come = new CompletableFuture<>();

        /** Whether it has come, or is about to. Guarded. */
        private boolean decided;

        private Turn(Set<String> keys) {
            this.keys = keys;
        }

        CompletableFuture<Void> come() {
            return come;
        }

        /** It is over, or not wanted any more. Idempotent. */
        void giveBack() {
            leave(this);
        }
    }

    Turn take(Set<String> keys) {
        Turn turn = new Turn(keys);
        guard.lock();
        try {
            inOrder.add(turn);
            turn.decided = mayCome(turn);
        } finally {
            guard.unlock();
        }
        if (turn.decided) {
            turn.come.complete(null);
        }
        return turn;
    }

    private void leave(Turn over) {
        List<Turn> coming = new ArrayList<>(1);
        guard.lock();
        try {
            if (!inOrder.remove(over)) {
                return;
            }
            for (Turn turn : inOrder) {
                if (!turn.decided && mayCome(turn)) {
                    turn.decided = true;
                    coming.add(turn);
                }
            }
        } finally {
            guard.unlock();
        }
        coming.forEach(turn -> turn.come.complete(null));
    }

    /** Who waits for several keys keeps none of them from others: the one that has one of them may need the next. */
    private boolean mayCome(Turn turn) {
        boolean before = true;
        for (Turn other : inOrder) {
            if (other == turn) {
                before = false;
            } else if ((other.decided || before && other.keys.size() == 1)
                    && !Collections.disjoint(other.keys, turn.keys)) {
                return false;
            }
        }
        return true;
    }
}
