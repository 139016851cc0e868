package io.github.lockstarter.core;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Whose turn it is among calls that share a lease: at each moment one call's for a key. First come, first served. Thread-safe.
 *
 * <p>Invariant: a turn has come once no other for one of its keys is before it, and never goes again; it is told so outside of
 * the guard.
 */
final class Turns {

    private final ReentrantLock guard = new ReentrantLock();

    /** Those that have come, and those to come, in the order in which they were taken. Guarded. */
    private final List<Turn> inOrder = new ArrayList<>(2);

    /** A turn that has come, or is to come. */
    final class Turn {

        private final Set<String> keys;

        private final CompletableFuture<Void> come = new CompletableFuture<>();

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
        boolean comes;
        guard.lock();
        try {
            inOrder.add(turn);
            comes = isFirst(turn);
        } finally {
            guard.unlock();
        }
        if (comes) {
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
                if (!turn.come.isDone() && isFirst(turn)) {
                    coming.add(turn);
                }
            }
        } finally {
            guard.unlock();
        }
        coming.forEach(turn -> turn.come.complete(null));
    }

    private boolean isFirst(Turn turn) {
        for (Turn before : inOrder) {
            if (before == turn) {
                return true;
            }
            if (!Collections.disjoint(before.keys, turn.keys)) {
                return false;
            }
        }
        return false;
    }
}
