package io.github.lockstarter.core;

import io.github.lockstarter.core.LinePhase.Asking;
import io.github.lockstarter.core.LinePhase.Holding;
import io.github.lockstarter.core.LinePhase.New;
import io.github.lockstarter.core.LinePhase.Pausing;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Standing;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Who stands in a line, what is asked of the store for the first of them, and what becomes of the answers. Not thread-safe: it
 * belongs to its line's guard, and asks and tells by effects only.
 *
 * <p>Invariants, beside those of {@link LineProgress}:
 *
 * <ul>
 *   <li>A lease of this JVM that is nobody else's has ended, or is lost, before the ticket after it is sent. Leases that others may have
 *       beside are none of the line's, which knows only who waits for one.
 *   <li>A ticket is a lease's only by an answer to a command of ours, with a deadline counted from when that was sent.
 * </ul>
 */
final class LineState {

    /** A call has been told its outcome, or is about to be. */
    static final long BEING_TOLD = TimeUnit.SECONDS.toNanos(1);

    private final Lines lines;

    private final Waiters waiters = new Waiters();

    private final LineProgress progress;

    /**
     * What was asked last in one step with the end of a lease of this JVM; null: nothing was, or another that others may have beside has
     * ended since, and there is more room than for this one.
     */
    private @Nullable Asking passed;

    /** When this JVM got the lock last without going before others; at first, so long ago that its turn is over. */
    private long turnBegan;

    LineState(Lines lines) {
        this.lines = lines;
        this.progress = new LineProgress(lines, waiters);
        this.turnBegan = System.nanoTime() - lines.limits().passBudget().toNanos();
    }

    int waiting() {
        return waiters.size();
    }

    boolean join(Waiter waiter, Effects effects) {
        if (progress.isOver()) {
            return false;
        }
        if (lines.isClosed()) {
            effects.tell(waiter, NotAcquired.SHUTTING_DOWN);
            progress.endIfUnwanted(effects);
        } else if (waiters.size() >= lines.limits().maxWaiters()) {
            effects.tell(waiter, new NotAcquired.TooManyWaiting(waiters.size()));
        } else {
            if (waiter.heard() != null && waiters.isEmpty()) {
                waiters.heard(waiter.heard());
            }
            waiters.add(waiter);
            if (progress.phase() instanceof New) {
                progress.ask(effects);
            }
        }
        return true;
    }

    long timeIsOver(Waiter waiter, Effects effects) {
        if (progress.phase() instanceof Asking asking && waiters.contains(waiter)) {
            long left = asking.late() - System.nanoTime();
            if (left > 0 && waiters.waitsForAnswer(waiter)) {
                return Math.min(left, waiter.terms().commandTimeout());
            }
            // What was heard before is not the last any more.
            waiters.heard(NotAcquired.NOT_ANSWERED);
        }
        leave(waiter, effects);
        return BEING_TOLD;
    }

    void leave(Waiter waiter, Effects effects) {
        boolean first = waiters.isFirst(waiter);
        waiters.sendAway(waiter, effects);
        progress.endIfUnwanted(effects);
        if (first && progress.phase() instanceof Pausing pausing) {
            progress.inheritPause(pausing, effects);
        }
    }

    void close(Effects effects) {
        waiters.heard(NotAcquired.SHUTTING_DOWN);
        waiters.sendAllAway(effects);
        progress.endIfUnwanted(effects);
    }

    void wake(@Nullable OwnerToken token, Effects effects) {
        Ticket ticket = progress.phase().ticket();
        if (ticket != null && (token == null || token.equals(ticket.token()))) {
            progress.woken(effects);
        }
    }

    /** @return when to look again; null: never */
    @Nullable
    Long look(Effects effects) {
        long now = System.nanoTime();
        if (progress.phase() instanceof Asking asking && asking.late() - now <= 0) {
            refused(asking, NotAcquired.NOT_ANSWERED, effects);
        } else if (progress.phase() instanceof Pausing pausing && pausing.until() - now <= 0) {
            waiters.first().patience().paused(pausing.pause());
            progress.ask(effects);
        }
        return progress.phase().due(now);
    }

    void lost(Ticket holder, Effects effects) {
        if (progress.isHeldBy(holder)) {
            progress.goOnWithout(effects);
        }
    }

    /**
     * @param valid whether the lock can be handed on
     * @return what goes with the release, for the caller to send; null: nothing
     */
    @Nullable
    Asking release(Ticket holder, boolean valid, Effects effects) {
        if (!waiters.isEmpty() && !waiters.first().terms().isExclusive()) {
            if (valid && progress.phase() instanceof Pausing pausing) {
                return passOn(pausing.ticket(), effects);
            }
            passed = null;
            return null;
        }
        if (!progress.isHeldBy(holder)) {
            return null;
        }
        if (!valid || waiters.isEmpty()) {
            progress.goOnWithout(effects);
            return null;
        }
        return passOn(lines.ticket(waiters.first().terms()), effects);
    }

    /** To the first, and for a while before those of other JVMs. */
    private Asking passOn(Ticket ticket, Effects effects) {
        // Nobody has to wait for a lease that any number may have but because another is to come first.
        boolean ahead = !waiters.first().terms().isForAll()
                && System.nanoTime() - turnBegan < lines.limits().passBudget().toNanos();
        Asking next = progress.asking(ticket, ahead ? Standing.AHEAD : lines.standing(ticket));
        passed = next;
        effects.expect(next);
        return next;
    }

    void answered(Asking asking, @Nullable Answer answer, @Nullable Throwable failure, Effects effects) {
        if (progress.phase().ticket() != asking.ticket() || progress.phase() instanceof Holding) {
            // Of a dropped ticket, which withdraws what is late, or of one that is a lease's already.
            return;
        }
        if (answer != null) {
            lines.lookAtPermits(waiters.first().terms(), answer);
        }
        if (answer instanceof Grant grant) {
            granted(asking, grant, effects);
        } else if (progress.phase() == asking) {
            refused(asking, NotAcquired.of(answer, failure), effects);
        }
    }

    private void granted(Asking asking, Grant grant, Effects effects) {
        Waiter first = waiters.first();
        if (asking.ttl().compareTo(first.terms().ttl()) < 0) {
            // Asked for one who has left, and for less time than this one needs.
            if (progress.phase() == asking || progress.phase() instanceof Pausing) {
                progress.ask(effects);
            }
            return;
        }
        Granted granted = Granted.of(grant, asking.ttl(), asking.sent());
        if (!granted.isInTime()) {
            if (progress.phase() == asking) {
                refused(asking, NotAcquired.TOO_LATE, effects);
            }
            return;
        }
        if (asking.standing() != Standing.AHEAD) {
            turnBegan = System.nanoTime();
        }
        waiters.remove(first);
        if (!first.terms().isExclusive()) {
            effects.grantShared(first, asking.ticket(), granted);
            waiters.sendOverdueAway(effects);
            letInTheNext(asking, effects);
            return;
        }
        progress.hold(asking.ticket());
        waiters.heard(lines.heldHere(Instant.now()));
        effects.grant(first, asking.ticket(), granted);
        waiters.sendOverdueAway(effects);
    }

    /** Of those who may hold the lock at the same time. There may be room for the next one, too. */
    private void letInTheNext(Asking granted, Effects effects) {
        if (!progress.beginAnew(effects)) {
            return;
        }
        if (granted == passed && !waiters.first().terms().isForAll()) {
            // It has taken the place of another: the next place is that of the next lease that ends here, and by then
            // there is a look.
            waiters.heard(lines.heldHere(null));
            progress.pause(lines.ticket(waiters.first().terms()), effects);
        } else {
            progress.ask(effects);
        }
    }

    private void refused(Asking asking, NotAcquired answer, Effects effects) {
        waiters.heard(answer);
        waiters.sendOverdueAway(effects);
        if (answer.isFinal()) {
            waiters.sendAllAway(effects);
        }
        waiters.sendImpatientAway(effects);
        progress.endIfUnwanted(effects);
        if (progress.phase() != asking) {
            return;
        }
        if (answer instanceof NotAcquired.Taken) {
            effects.listen();
            if (lines.waitsInVain(asking.ticket())) {
                // Nothing is reserved for it, or the answer would have been another.
                effects.drop(asking.ticket());
                progress.goOnWithout(effects);
                return;
            }
        }
        progress.pauseUnlessWoken(asking.ticket(), effects);
    }
}
