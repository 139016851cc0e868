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

    private final Supplier<PendingAcquire> tokens;

    private final Function<PendingAcquire, Hold> holds;

    private final PermitWarnings warnings;

    private final Set<String> heldMeanwhile;

    private final long began = System.nanoTime();

    private final Patience patience;

    private volatile PendingAcquire pending;

    private volatile boolean dropped;

    private int count;

    private long sent;

    /**
     * @param tokens what to ask with: another one after an attempt of which it is not known what it did, and may be doing yet
     * @param holds what a token has that was granted
     * @param heldMeanwhile what the caller holds already: named if the wait was in vain
     */
    Attempts(
            LockTerms terms,
            Supplier<PendingAcquire> tokens,
            Function<PendingAcquire, Hold> holds,
            PermitWarnings warnings,
            Set<String> heldMeanwhile) {
        this.terms = terms;
        this.tokens = tokens;
        this.holds = holds;
        this.warnings = warnings;
        this.heldMeanwhile = heldMeanwhile;
        this.patience = new Patience(terms, began);
        this.pending = tokens.get();
    }

    LockTerms terms() {
        return terms;
    }

    /** Asks once. */
    CompletableFuture<Answer> send() {
        count++;
        sent = System.nanoTime();
        return pending.send(terms.ttl(), Standing.APART, 0).toCompletableFuture();
    }

    Outcome answered(Answer answer) {
        warnings.look(terms, answer);
        if (answer instanceof Busy busy) {
            return new NotAcquired.Held(busy);
        }
        Granted granted = Granted.of((Grant) answer, terms.ttl(), sent);
        return granted.isInTime() ? new Acquired(holds.apply(pending), granted, count, waited()) : NotAcquired.TOO_LATE;
    }

    /** A store that takes several keys one by one may still be giving them back: that must not meet the next attempt. */
    NotAcquired unanswered(Throwable failure) {
        if (StoreFailure.kindOf(failure) == StoreFailure.Kind.UNKNOWN) {
            pending.drop();
            pending = tokens.get();
            if (dropped) {
                pending.drop();
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
        pending.drop();
    }

    private long waited() {
        return System.nanoTime() - began;
    }
}
