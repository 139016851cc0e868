package io.github.lockstarter.core;

import io.github.lockstarter.core.LinePhase.Asking;
import io.github.lockstarter.core.LinePhase.Holding;
import io.github.lockstarter.core.LinePhase.New;
import io.github.lockstarter.core.LinePhase.Over;
import io.github.lockstarter.core.LinePhase.Pausing;
import io.github.lockstarter.store.Standing;
import java.util.concurrent.TimeUnit;

/**
 * What a line is about, and how it gets on to the next phase. What for, {@link LineState} decides, whose part it is. Not thread-safe: it
 * belongs to its line's guard.
 *
 * <p>Invariants:
 *
 * <ul>
 *   <li>The line asks with one token at a time, its ticket, which the next in line inherits when the first leaves. A token that is
 *       not the ticket any more never is again: it has become a lease's, or is dropped.
 *   <li>While somebody waits, a lease of the line is held, or the store is asked and counts as silent from a known time on, or a
 *       pause is under way that ends at a known time. Nobody needs a hint to get on.
 * </ul>
 */
final class LineProgress {

    /** The longest that a store reserves a lock: after that, one who did not take it up is not waited for any more. */
    private static final long RESERVATION = TimeUnit.SECONDS.toNanos(1);

    private final Lines lines;

    private final Waiters waiters;

    private LinePhase phase = new New();

    /** Whether a hint came in since the store was asked last. */
    private boolean woken;

    /** @param waiters who the line is for */
    LineProgress(Lines lines, Waiters waiters) {
        this.lines = lines;
        this.waiters = waiters;
    }

    LinePhase phase() {
        return phase;
    }

    boolean isOver() {
        return phase instanceof Over;
    }

    boolean isHeldBy(Ticket holder) {
        return phase instanceof Holding holding && holding.ticket() == holder;
    }

    /** Asks the store for the first, with the ticket there is, or with a new one. */
    void ask(Effects effects) {
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

    /** From now on the store is being asked for the first, by whoever sends what this returns. */
    Asking asking(Ticket ticket, Standing standing) {
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

    void woken(Effects effects) {
        woken = true;
        if (phase instanceof Pausing) {
            ask(effects);
        }
    }

    /** Pauses as the first in line wants it. */
    void pause(Ticket ticket, Effects effects) {
        pause(pausing(ticket), effects);
    }

    /** As {@link #pause}, but for a hint that has come in. */
    void pauseUnlessWoken(Ticket ticket, Effects effects) {
        pause(ticket, effects);
        if (woken) {
            ask(effects);
        }
    }

    /** The pause was another's; from now on it is the first one's, which may end sooner. */
    void inheritPause(Pausing pausing, Effects effects) {
        Pausing own = pausing(pausing.ticket());
        pause(own.until() - pausing.until() < 0 ? own : own.endingAt(pausing.until()), effects);
    }

    private Pausing pausing(Ticket ticket) {
        Patience.Pause pause = waiters.first().patience().next(waiters.last(), RESERVATION);
        return new Pausing(ticket, pause, System.nanoTime() + pause.nanos());
    }

    private void pause(Pausing pausing, Effects effects) {
        phase = pausing;
        effects.watch(pausing.until());
    }

    /** The first one's ticket is a lease's, and nobody has one beside. */
    void hold(Ticket ticket) {
        phase = new Holding(ticket);
    }

    /** Without the ticket there was, which is a lease's that has ended, or is dropped. */
    void goOnWithout(Effects effects) {
        if (beginAnew(effects)) {
            ask(effects);
        }
    }

    /**
     * Leaves the ticket there was.
     *
     * @return whether somebody waits; if so, something has to follow
     */
    boolean beginAnew(Effects effects) {
        phase = new New();
        endIfUnwanted(effects);
        return phase instanceof New;
    }

    void endIfUnwanted(Effects effects) {
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
