package io.github.lockstarter.core;

import io.github.lockstarter.LockException;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Busy;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The attempts of one call that stands in no line: how often it has asked and with what, and what it has heard. One step after
 * the other; only {@link #drop} may come at any time.
 */
final class Attempts {

    private final LockTerms terms;

    private final Supplier<Ticket> tickets;

    private final Function<Ticket, Hold> holds;

    private final PermitWarnings warnings;

    private final Set<String> heldMeanwhile;

    private final long began = System.nanoTime();

    private final Patience patience;

    private volatile Ticket ticket;

    private volatile boolean dropped;

    private int count;

    private long sent;

    /**
     * @param tickets what to ask with: another one after an attempt of which it is not known what it did, and may be doing yet
     * @param holds what a token has that was granted
     * @param heldMeanwhile what the caller holds already: named if the wait was in vain
     */
    Attempts(
            LockTerms terms,
            Supplier<Ticket> tickets,
            Function<Ticket, Hold> holds,
            PermitWarnings warnings,
            Set<String> heldMeanwhile) {
        this.terms = terms;
        this.tickets = tickets;
        this.holds = holds;
        this.warnings = warnings;
        this.heldMeanwhile = heldMeanwhile;
        this.patience = new Patience(terms, began);
        this.ticket = tickets.get();
    }

    LockTerms terms() {
        return terms;
    }

    /** Asks once. */
    CompletableFuture<Answer> send() {
        count++;
        sent = System.nanoTime();
        return ticket.send(terms.ttl(), Standing.APART, 0).toCompletableFuture();
    }

    Outcome answered(Answer answer) {
        warnings.look(terms, answer);
        if (answer instanceof Busy busy) {
            return new NotAcquired.Taken(busy);
        }
        Granted granted = Granted.of((Grant) answer, terms.ttl(), sent);
        return granted.isInTime() ? new Acquired(holds.apply(ticket), granted, count, waited()) : NotAcquired.TOO_LATE;
    }

    /** A store that takes several keys one by one may still be giving them back: that must not meet the next attempt. */
    NotAcquired unanswered(Throwable failure) {
        if (StoreFailure.kindOf(failure) == StoreFailure.Kind.UNKNOWN) {
            ticket.drop();
            ticket = tickets.get();
            if (dropped) {
                ticket.drop();
            }
        }
        return NotAcquired.of(failure);
    }

    boolean areOver(NotAcquired last) {
        return last.isFinal() || patience.isOver();
    }

    LockException failure(NotAcquired last) {
        return last.exception(terms, count, waited(), heldMeanwhile);
    }

    Patience.Pause pause(NotAcquired last) {
        return patience.next(last, Long.MAX_VALUE);
    }

    void paused(Patience.Pause pause) {
        patience.paused(pause);
    }

    /** Nobody wants the lock any more: what was taken, or is taken yet, is given back. */
    void drop() {
        dropped = true;
        ticket.drop();
    }

    private long waited() {
        return System.nanoTime() - began;
    }
}
