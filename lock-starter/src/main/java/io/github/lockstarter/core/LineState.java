package io.github.lockstarter.core;

import io.github.lockstarter.core.LinePhase.Asking;
import io.github.lockstarter.core.LinePhase.Holding;
import io.github.lockstarter.core.LinePhase.New;
import io.github.lockstarter.core.LinePhase.Over;
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
 * <p>Invariants:
 *
 * <ul>
 *   <li>The line asks with one token at a time, its ticket, which the next in line inherits when the first leaves. A token that is
 *       not the ticket any more never is again: it has become a lease's, or is dropped.
 *   <li>A lease of this JVM that is nobody else's has ended, or is lost, before the ticket after it is sent. Leases that others may have
 *       beside are none of the line's, which knows only who waits for one.
 *   <li>While somebody waits, a lease of the line is held, or the store is asked and counts as silent from a known time on, or a
 *       pause is under way that ends at a known time. Nobody needs a hint to get on.
 *   <li>A ticket is a lease's only by an answer to a command of ours, with a deadline counted from when that was sent.
 * </ul>
 */
final class LineState {

    /** The longest that a store reserves a lock: after that, one who did not take it up is not waited for any more. */
    private static final long RESERVATION = TimeUnit.SECONDS.toNanos(1);

    /** A call has been told its outcome, or is about to be. */
    static final long BEING_TOLD = TimeUnit.SECONDS.toNanos(1);

    private final Lines lines;

    private final Waiters waiters = new Waiters();

    private LinePhase phase = new New();

    /** Whether a hint came in since the store was asked last. */
    private boolean woken;

    /**
     * What was asked last in one step with the end of a lease of this JVM; null: nothing was, or another that others may have beside has
     * ended since, and there is more room than for this one.
     */
    private @Nullable Asking passed;

    /** When this JVM got the lock last without going before others; at first, so long ago that its turn is over. */
    private long turnBegan;

    LineState(Lines lines) {
        this.lines = lines;
        this.turnBegan = System.nanoTime() - lines.limits().passBudget().toNanos();
    }

    int waiting() {
        return waiters.size();
    }

    boolean join(Waiter waiter, Effects effects) {
        if (phase instanceof Over) {
            return false;
        }
        if (lines.isClosed()) {
            effects.tell(waiter, NotAcquired.SHUTTING_DOWN);
            endIfUnwanted(effects);
        } else if (waiters.size() >= lines.limits().maxWaiters()) {
            effects.tell(waiter, new NotAcquired.TooManyWaiting(waiters.size()));
        } else {
            if (waiter.heard() != null && waiters.isEmpty()) {
                waiters.heard(waiter.heard());
            }
            waiters.add(waiter);
            if (phase instanceof New) {
                ask(effects);
            }
        }
        return true;
    }

    long timeIsOver(Waiter waiter, Effects effects) {
        if (phase instanceof Asking asking && waiters.contains(waiter)) {
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
        endIfUnwanted(effects);
        if (first && phase instanceof Pausing pausing) {
            // The pause was the first one's; from now on it is the next one's, which may end sooner.
            Pausing own = pausing(pausing.ticket());
            pause(own.until() - pausing.until() < 0 ? own : own.endingAt(pausing.until()), effects);
        }
    }

    void close(Effects effects) {
        waiters.heard(NotAcquired.SHUTTING_DOWN);
        waiters.sendAllAway(effects);
        endIfUnwanted(effects);
    }

    void wake(@Nullable OwnerToken token, Effects effects) {
        Ticket ticket = phase.ticket();
        if (ticket != null && (token == null || token.equals(ticket.token()))) {
            woken = true;
            if (phase instanceof Pausing) {
                ask(effects);
            }
        }
    }

    /** @return when to look again; null: never */
    @Nullable
    Long look(Effects effects) {
        long now = System.nanoTime();
        if (phase instanceof Asking asking && asking.late() - now <= 0) {
            refused(asking, NotAcquired.NOT_ANSWERED, effects);
        } else if (phase instanceof Pausing pausing && pausing.until() - now <= 0) {
            waiters.first().patience().paused(pausing.pause());
            ask(effects);
        }
        return phase.due(now);
    }

    void lost(Ticket holder, Effects effects) {
        if (isHeldBy(holder)) {
            goOnWithout(effects);
        }
    }

    /**
     * @param valid whether the lock can be handed on
     * @return what goes with the release, for the caller to send; null: nothing
     */
    @Nullable
    Asking release(Ticket holder, boolean valid, Effects effects) {
        if (!waiters.isEmpty() && !waiters.first().terms().isExclusive()) {
            if (valid && phase instanceof Pausing pausing) {
                return passOn(pausing.ticket(), effects);
            }
            passed = null;
            return null;
        }
        if (!isHeldBy(holder)) {
            return null;
        }
        if (!valid || waiters.isEmpty()) {
            goOnWithout(effects);
            return null;
        }
        return passOn(lines.ticket(waiters.first().terms()), effects);
    }

    /** To the first, and for a while before those of other JVMs. */
    private Asking passOn(Ticket ticket, Effects effects) {
        // Nobody has to wait for a lease that any number may have but because another is to come first.
        boolean ahead = !waiters.first().terms().isForAll()
                && System.nanoTime() - turnBegan < lines.limits().passBudget().toNanos();
        Asking next = asking(ticket, ahead ? Standing.AHEAD : lines.standing(ticket));
        passed = next;
        effects.expect(next);
        return next;
    }

    void answered(Asking asking, @Nullable Answer answer, @Nullable Throwable failure, Effects effects) {
        if (phase.ticket() != asking.ticket() || phase instanceof Holding) {
            // Of a dropped ticket, which withdraws what is late, or of one that is a lease's already.
            return;
        }
        if (answer != null) {
            lines.lookAtPermits(waiters.first().terms(), answer);
        }
        if (answer instanceof Grant grant) {
            granted(asking, grant, effects);
        } else if (phase == asking) {
            refused(asking, NotAcquired.of(answer, failure), effects);
        }
    }

    private void granted(Asking asking, Grant grant, Effects effects) {
        Waiter first = waiters.first();
        if (asking.ttl().compareTo(first.terms().ttl()) < 0) {
            // Asked for one who has left, and for less time than this one needs.
            if (phase == asking || phase instanceof Pausing) {
                ask(effects);
            }
            return;
        }
        Granted granted = Granted.of(grant, asking.ttl(), asking.sent());
        if (!granted.isInTime()) {
            if (phase == asking) {
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
        phase = new Holding(asking.ticket());
        waiters.heard(lines.heldHere(Instant.now()));
        effects.grant(first, asking.ticket(), granted);
        waiters.sendOverdueAway(effects);
    }

    /** Of those who may hold the lock at the same time. There may be room for the next one, too. */
    private void letInTheNext(Asking granted, Effects effects) {
        phase = new New();
        endIfUnwanted(effects);
        if (!(phase instanceof New)) {
            return;
        }
        if (granted == passed && !waiters.first().terms().isForAll()) {
            // It has taken the place of another: the next place is that of the next lease that ends here, and by then
            // there is a look.
            waiters.heard(lines.heldHere(null));
            pause(pausing(lines.ticket(waiters.first().terms())), effects);
        } else {
            ask(effects);
        }
    }

    private void refused(Asking asking, NotAcquired answer, Effects effects) {
        waiters.heard(answer);
        waiters.sendOverdueAway(effects);
        if (answer.isFinal()) {
            waiters.sendAllAway(effects);
        }
        waiters.sendImpatientAway(effects);
        endIfUnwanted(effects);
        if (phase != asking) {
            return;
        }
        Ticket ticket = asking.ticket();
        if (answer instanceof NotAcquired.Taken) {
            effects.listen();
        }
        if (answer instanceof NotAcquired.Taken && lines.waitsInVain(ticket)) {
            // Nothing is reserved for it, or the answer would have been another.
            effects.drop(ticket);
            goOnWithout(effects);
            return;
        }
        pause(pausing(ticket), effects);
        if (woken) {
            ask(effects);
        }
    }

    private void ask(Effects effects) {
        Ticket ticket = phase.ticket();
        if (ticket != null && !ticket.hasJoined() && lines.waitsInVain(ticket)) {
            effects.drop(ticket);
            ticket = null;
        }
        if (ticket == null) {
            ticket = lines.ticket(waiters.first().terms());
        }
        effects.ask(asking(ticket, lines.standing(ticket)));
    }

    private Asking asking(Ticket ticket, Standing standing) {
        LockTerms terms = waiters.first().terms();
        long sent = System.nanoTime();
        Asking asking = new Asking(
                ticket,
                terms.ttl(),
                standing,
                sent,
                sent + terms.commandTimeout(),
                waiters.first().waited());
        phase = asking;
        waiters.asked();
        woken = false;
        return asking;
    }

    private Pausing pausing(Ticket ticket) {
        Patience.Pause pause = waiters.first().patience().next(waiters.last(), RESERVATION);
        return new Pausing(ticket, pause, System.nanoTime() + pause.nanos());
    }

    private void pause(Pausing pausing, Effects effects) {
        phase = pausing;
        effects.watch(pausing.until());
    }

    private boolean isHeldBy(Ticket holder) {
        return phase instanceof Holding holding && holding.ticket() == holder;
    }

    /** Without the ticket there was, which is a lease's that has ended, or is dropped. */
    private void goOnWithout(Effects effects) {
        phase = new New();
        endIfUnwanted(effects);
        if (phase instanceof New) {
            ask(effects);
        }
    }

    private void endIfUnwanted(Effects effects) {
        if (!waiters.isEmpty() || phase instanceof Holding || phase instanceof Over) {
            return;
        }
        Ticket ticket = phase.ticket();
        phase = new Over();
        if (ticket != null) {
            effects.drop(ticket);
        }
        effects.forget();
    }
}
