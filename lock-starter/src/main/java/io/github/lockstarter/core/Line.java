package io.github.lockstarter.core;

import io.github.lockstarter.core.LinePhase.Asking;
import io.github.lockstarter.core.LinePhase.Holding;
import io.github.lockstarter.core.LinePhase.New;
import io.github.lockstarter.core.LinePhase.Over;
import io.github.lockstarter.core.LinePhase.Pausing;
import io.github.lockstarter.store.Answer;
import io.github.lockstarter.store.Grant;
import io.github.lockstarter.store.OwnerToken;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.Standing;
import io.github.lockstarter.store.StoreFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this JVM that want one key, in the order they came. Only for the first of them is the store asked, with the
 * line's ticket: a token that the next in line inherits when the first leaves. One release and the next acquire are one step.
 *
 * <p>Invariants. A token is the ticket from before it is first sent; once it is not any more, it never is again, and has been
 * given to a lease or dropped. The lease of a ticket that was held has ended, or is lost, before the next ticket is sent. While
 * somebody waits, either a lease of this JVM is held, or an attempt is under way that counts as failed at a known time, or a
 * pause is with a known end: no hint is needed for anybody to get on. The guard is never held while the store is asked or a call
 * is told its outcome: what a step brings about runs after it.
 */
final class Line implements Watched {

    /** The longest that a lock which was handed over stays with one who does not take it up: others look after it. */
    private static final long RESERVATION = TimeUnit.SECONDS.toNanos(1);

    /** The outcome is as good as there. */
    private static final long BEING_TOLD = TimeUnit.SECONDS.toNanos(1);

    private final Lines lines;

    private final String key;

    private final ReentrantLock guard = new ReentrantLock();

    /** This and all below: guarded. */
    private final Waiters waiters = new Waiters();

    private LinePhase phase = new New();

    /** Whether a hint came in since the attempt under way was sent. */
    private boolean woken;

    /** When this JVM got the lock last without passing over others. */
    private long turnBegan;

    Line(Lines lines, String key) {
        this.lines = lines;
        this.key = key;
    }

    String key() {
        return key;
    }

    /** @return false: this line is over; there may be another */
    boolean join(Waiter waiter) {
        return step(effects -> {
            if (phase instanceof Over) {
                return false;
            }
            if (lines.isClosed()) {
                effects.tell(waiter, NotAcquired.SHUTTING_DOWN);
                endIfUnwanted(effects);
            } else if (waiters.size() >= lines.limits().maxWaiters()) {
                effects.tell(waiter, NotAcquired.tooMany(waiters.size()));
            } else {
                waiters.add(waiter);
                if (phase instanceof New) {
                    ask(effects);
                }
            }
            return true;
        });
    }

    /**
     * The time of a call is over: it is told what is known, or, while an attempt is under way, that one's answer.
     *
     * @return how much longer that may take, in nanoseconds
     */
    long timeIsOver(Waiter waiter) {
        return step(effects -> {
            if (phase instanceof Asking asking && waiters.contains(waiter)) {
                long left = asking.late() - System.nanoTime();
                if (left > 0) {
                    waiters.waitForAnswer(waiter);
                    return left;
                }
            }
            sendAway(waiter, effects);
            return BEING_TOLD;
        });
    }

    /** A call does not want the lock any more. It may have got it already: it is told something in any case. */
    void leave(Waiter waiter) {
        step(effects -> {
            sendAway(waiter, effects);
            return null;
        });
    }

    /** Nothing is granted any more. */
    void close() {
        step(effects -> {
            waiters.heard(NotAcquired.SHUTTING_DOWN);
            waiters.sendAllAway(effects);
            endIfUnwanted(effects);
            return null;
        });
    }

    /** A hint came in, for a token, or null: hints may have been missed. */
    void wake(@Nullable OwnerToken token) {
        step(effects -> {
            PendingAcquire ticket = phase.ticket();
            if (ticket != null && (token == null || token.equals(ticket.token()))) {
                woken = true;
                if (phase instanceof Pausing) {
                    ask(effects);
                }
            }
            return null;
        });
    }

    @Override
    public @Nullable Long nextLook() {
        return step(effects -> {
            long now = System.nanoTime();
            if (phase instanceof Asking asking && asking.late() - now <= 0) {
                refused(asking, NotAcquired.NOT_ANSWERED, effects);
            } else if (phase instanceof Pausing pausing && pausing.until() - now <= 0) {
                waiters.first().patience().paused(pausing.pause());
                ask(effects);
            }
            return phase.due(now);
        });
    }

    /** Gives up a lease: to the next in line, where that may be. */
    CompletionStage<Release> release(PendingAcquire holder, boolean valid) {
        Asking next = step(effects -> {
            if (!isHeldBy(holder)) {
                return null;
            }
            if (!valid || waiters.isEmpty()) {
                goOnWithout(effects);
                return null;
            }
            phase = new New();
            PendingAcquire ticket = lines.ticket(key);
            boolean ahead =
                    System.nanoTime() - turnBegan < lines.limits().passBudget().toNanos();
            return asking(ticket, ahead ? Standing.AHEAD : lines.standing(ticket), effects);
        });
        return next == null ? holder.release(valid) : handOver(holder, next);
    }

    /** A lease is lost: whoever waits need not wait for its release. */
    void lost(PendingAcquire holder) {
        step(effects -> {
            if (isHeldBy(holder)) {
                goOnWithout(effects);
            }
            return null;
        });
    }

    private CompletionStage<Release> handOver(PendingAcquire holder, Asking next) {
        CompletionStage<Release> release = next.ticket().sendInPlaceOf(holder, next.ttl(), next.standing());
        release.whenComplete((done, failure) -> answered(next, done == null ? null : done.next(), failure));
        // Refused as a whole: the lease has to end all the same.
        return release.exceptionallyCompose(failure -> StoreFailure.kindOf(failure) == StoreFailure.Kind.UNKNOWN
                ? CompletableFuture.failedFuture(failure)
                : holder.release(true));
    }

    private void ask(Effects effects) {
        PendingAcquire present = phase.ticket();
        PendingAcquire ticket = present == null ? lines.ticket(key) : present;
        Asking asking = asking(ticket, lines.standing(ticket), effects);
        effects.add(() -> ticket.send(asking.ttl(), asking.standing())
                .whenComplete((answer, failure) -> answered(asking, answer, failure)));
    }

    /** The command is for the caller to send. */
    private Asking asking(PendingAcquire ticket, Standing standing, Effects effects) {
        LockTerms terms = waiters.first().terms();
        long sent = System.nanoTime();
        Asking asking = new Asking(ticket, terms.ttl(), standing, sent, sent + terms.commandTimeout());
        if (standing != Standing.APART) {
            lines.register(ticket, this);
        }
        phase = asking;
        waiters.asked();
        woken = false;
        effects.add(() -> lines.watch(this, asking.late()));
        return asking;
    }

    private void answered(Asking asking, @Nullable Answer answer, @Nullable Throwable failure) {
        step(effects -> {
            if (phase.ticket() != asking.ticket() || phase instanceof Holding) {
                // Of a dropped ticket, which withdraws what is late, or of one that is a lease already.
                return null;
            }
            if (answer instanceof Grant grant) {
                granted(asking, grant, effects);
            } else if (phase == asking) {
                refused(asking, NotAcquired.of(answer, failure), effects);
            }
            return null;
        });
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
        PendingAcquire ticket = asking.ticket();
        phase = new Holding(ticket);
        waiters.heard(lines.heldHere());
        waiters.remove(first);
        effects.tell(
                first,
                new Acquired(new LineHold(this, ticket), granted, Math.max(1, first.attempts()), first.waited()));
        effects.add(() -> lines.unregister(ticket));
        waiters.sendOverdueAway(effects);
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
        PendingAcquire ticket = asking.ticket();
        if (answer.busy() != null) {
            effects.add(lines::listen);
            if (lines.waitsInVain(ticket)) {
                // Nothing was reserved for it yet, or the answer would have been another.
                effects.add(() -> lines.drop(ticket));
                phase = new New();
                ask(effects);
                return;
            }
        }
        pause(pausing(ticket), effects);
        if (woken) {
            ask(effects);
        }
    }

    private Pausing pausing(PendingAcquire ticket) {
        Patience.Pause pause = waiters.first().patience().next(waiters.last(), RESERVATION);
        return new Pausing(ticket, pause, System.nanoTime() + pause.nanos());
    }

    private void pause(Pausing pausing, Effects effects) {
        phase = pausing;
        effects.add(() -> lines.watch(this, pausing.until()));
    }

    private void sendAway(Waiter waiter, Effects effects) {
        boolean first = waiters.isFirst(waiter);
        waiters.sendAway(waiter, effects);
        endIfUnwanted(effects);
        if (first && phase instanceof Pausing pausing) {
            // The pause was the first one's; that of the next may end sooner.
            Pausing own = pausing(pausing.ticket());
            if (own.until() - pausing.until() < 0) {
                pause(own, effects);
            }
        }
    }

    private boolean isHeldBy(PendingAcquire holder) {
        return phase instanceof Holding holding && holding.ticket() == holder;
    }

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
        PendingAcquire ticket = phase.ticket();
        phase = new Over();
        if (ticket != null) {
            effects.add(() -> lines.drop(ticket));
        }
        effects.add(() -> lines.forget(this));
    }

    private <T extends @Nullable Object> T step(Function<Effects, T> transition) {
        Effects effects = new Effects();
        T result;
        guard.lock();
        try {
            result = transition.apply(effects);
        } finally {
            guard.unlock();
        }
        effects.run();
        return result;
    }

    @Override
    public String toString() {
        return "the line for '" + key + "'";
    }
}
