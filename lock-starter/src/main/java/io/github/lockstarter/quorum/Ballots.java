package io.github.lockstarter.quorum;

import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.OwnerToken;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The ballots under way or granted, by the token they are for: at most one each. One that ended is not here any more; one whose lease
 * nobody ever released is forgotten as others come, once it is over on all nodes.
 */
final class Ballots {

    private static final int FEW = 64;

    private final Map<OwnerToken, Ballot> current = new ConcurrentHashMap<>();

    private final AtomicInteger sweepAt = new AtomicInteger(FEW);

    /**
     * Puts it in the place of one that is not granted, which is over from now on and withdrawn.
     *
     * @return it, or the one that is granted and stays
     */
    Ballot putUnlessGranted(OwnerToken token, Ballot ballot) {
        AtomicReference<@Nullable Ballot> replaced = new AtomicReference<>();
        Ballot stands = current.compute(token, (same, previous) -> {
            boolean stays = previous != null && !previous.endUnlessGranted();
            replaced.setPlain(stays ? null : previous);
            return stays ? previous : ballot;
        });
        Ballot over = replaced.getPlain();
        if (over != null) {
            over.withdraw();
        }
        sweep();
        return stands;
    }

    /** Null: it has no lock. */
    @Nullable
    Ballot granted(OwnerToken token) {
        Ballot ballot = current.get(token);
        return ballot == null || ballot.fencingToken() == 0 ? null : ballot;
    }

    /** Whatever it is: it is over from now on. */
    @Nullable
    Ballot end(OwnerToken token) {
        Ballot ballot = current.remove(token);
        if (ballot != null) {
            ballot.end();
        }
        return ballot;
    }

    /** For some of the keys only, it goes on for the others; for all of them it ends. */
    @Nullable
    Ballot endFor(Held held) {
        Ballot ballot = current.get(held.token());
        return ballot == null || !ballot.keys().equals(held.keys()) ? ballot : end(held.token());
    }

    void removeIfOver(OwnerToken token) {
        current.computeIfPresent(token, (same, ballot) -> ballot.isOver() ? null : ballot);
    }

    int size() {
        return current.size();
    }

    private void sweep() {
        int limit = sweepAt.get();
        if (current.size() >= limit) {
            long now = System.nanoTime();
            current.values().removeIf(ballot -> ballot.isForgotten(now));
            sweepAt.compareAndSet(limit, Math.max(FEW, 2 * current.size()));
        }
    }
}
