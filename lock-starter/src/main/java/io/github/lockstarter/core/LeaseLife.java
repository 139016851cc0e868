package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.core.LeaseState.Ended;
import io.github.lockstarter.core.LeaseState.Holding;
import io.github.lockstarter.core.LeaseState.Lost;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of one lease, from its grant to its end. Thread-safe.
 *
 * <p>Invariants, all of them in the one state: it is lost at most once and ends once. Whoever looks after the deadline finds
 * it lost, whoever looks first makes it so, and whoever makes it so raises the loss.
 */
final class LeaseLife {

    private final long began;

    private final Consumer<Lost> raise;

    private final AtomicReference<LeaseState> state;

    /** @param raise is called once by whoever makes it lost; never for a loss that only its release has found */
    LeaseLife(Granted granted, Consumer<Lost> raise) {
        this.began = granted.sent();
        this.raise = raise;
        this.state = new AtomicReference<>(new Holding(granted.deadline(), false));
    }

    /** The state as it was last. */
    LeaseState last() {
        return Objects.requireNonNull(state.get());
    }

    /** The state as it is at this moment: past the deadline, the lease is lost. */
    LeaseState look() {
        LeaseState now = last();
        if (now instanceof Holding holding && holding.left() <= 0) {
            lose(Reason.EXPIRED);
            return last();
        }
        return now;
    }

    /** Since before the acquire was sent. */
    Duration heldFor() {
        return Duration.ofNanos(System.nanoTime() - began);
    }

    /** It lasts at least until this deadline. Does nothing once it is lost or has ended. */
    void prolong(long deadline) {
        LeaseState now = look();
        while (now instanceof Holding holding && deadline - holding.deadline() > 0) {
            if (state.compareAndSet(now, new Holding(deadline, holding.committed()))) {
                return;
            }
            now = look();
        }
    }

    /** What the call did is committed after a check. Does nothing once it is lost or has ended. */
    void committed() {
        LeaseState now = look();
        while (now instanceof Holding holding && !state.compareAndSet(now, new Holding(holding.deadline(), true))) {
            now = look();
        }
    }

    void lose(Reason reason) {
        LeaseState now = last();
        // One that was renewed meanwhile is not over.
        while (now instanceof Holding holding && (reason != Reason.EXPIRED || holding.left() <= 0)) {
            Lost loss = lost(holding, reason);
            if (state.compareAndSet(now, loss)) {
                raise.accept(loss);
                return;
            }
            now = last();
        }
    }

    /** @return what it was until now; null: it has ended already */
    @Nullable
    LeaseState end() {
        LeaseState before = look();
        while (!(before instanceof Ended)) {
            if (state.compareAndSet(before, new Ended(before.loss()))) {
                return before;
            }
            before = look();
        }
        return null;
    }

    /** It has ended, and the store did not know it any more, though it had not been known to be lost. */
    Lost refusedAtTheEnd(Holding before) {
        Lost loss = lost(before, Reason.REFUSED);
        state.set(new Ended(loss));
        return loss;
    }

    /** Refused after its deadline: by then the store had let it expire. */
    private Lost lost(Holding holding, Reason reason) {
        Reason seen = holding.left() <= 0 ? Reason.EXPIRED : reason;
        return new Lost(seen, heldFor(), holding.committed());
    }
}
