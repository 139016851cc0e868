package io.github.lockstarter.core;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A call that stands in a line. Its outcome comes once, on the thread that brings it about: the lock, or the last that was heard
 * of it. What else changes is guarded by the line, and does not change any more once the outcome has come.
 */
final class Waiter {

    private final LockTerms terms;

    private final long began = System.nanoTime();

    private final Patience patience;

    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();

    /** What the call has heard before it stood in line; null: it has not asked. */
    private @Nullable NotAcquired heard;

    private int askedBefore;

    private int attempts;

    Waiter(LockTerms terms) {
        this.terms = terms;
        this.patience = new Patience(terms, began);
    }

    LockTerms terms() {
        return terms;
    }

    Patience patience() {
        return patience;
    }

    CompletableFuture<Outcome> outcome() {
        return outcome;
    }

    void tell(Outcome itsOutcome) {
        outcome.complete(itsOutcome);
    }

    /** It has asked for itself, once, before it stands in line. */
    void heard(NotAcquired answer) {
        heard = answer;
    }

    @Nullable
    NotAcquired heard() {
        return heard;
    }

    /** @param asked how often the line has asked the store before */
    void joins(int asked) {
        askedBefore = asked;
    }

    void leaves(int asked) {
        attempts = asked - askedBefore;
    }

    /** How often the store was asked while it stood in line, and before. */
    int attempts() {
        return heard == null ? attempts : attempts + 1;
    }

    /** Since the call began, in nanoseconds. */
    long waited() {
        return System.nanoTime() - began;
    }
}
