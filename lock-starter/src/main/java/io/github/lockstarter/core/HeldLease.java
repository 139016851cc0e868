package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.core.LeaseState.Ended;
import io.github.lockstarter.core.LeaseState.Holding;
import io.github.lockstarter.core.LeaseState.Lost;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoredLease;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * A lease on a lock in a store. What becomes of it is in its {@link LeaseLife}; it has ended before its release is sent, so that it is
 * never valid while the store may already have given the lock to another.
 */
final class HeldLease implements StoredLease, Watched {

    private final Leases leases;

    private final LockTerms terms;

    private final Hold hold;

    private final Granted granted;

    private final LeaseLife life;

    private final Renewing renewing;

    private final LeaseAssurance assurance;

    private final WorkToStop work;

    private final LeaseObservation observation;

    private final CompletableFuture<LeaseLostException> signal = new CompletableFuture<>();

    /** What users see of it: they cannot complete it. */
    private final CompletionStage<LeaseLostException> lost = signal.minimalCompletionStage();

    /** Whether nothing ever ran under it: then it is not kept for anything either. */
    private volatile boolean unused;

    private volatile @Nullable LeaseRenewal renewal;

    /** Whether the call that acquired it is over, and a transaction keeps it. */
    private volatile boolean kept;

    HeldLease(Leases leases, LockTerms terms, Hold hold, Granted granted) {
        this.leases = leases;
        this.terms = terms;
        this.hold = hold;
        this.granted = granted;
        this.life = new LeaseLife(granted, this::raise);
        this.renewing = new Renewing(leases.store(), hold, life, terms);
        this.assurance = new LeaseAssurance(this, renewing);
        this.work = new WorkToStop(life, leases.signals());
        this.observation = new LeaseObservation(this);
    }

    @Override
    public String name() {
        return terms.name();
    }

    @Override
    public Set<String> keys() {
        return terms.keys();
    }

    @Override
    public long fencingToken() {
        return granted.fencingToken();
    }

    @Override
    public Held held() {
        return hold.held();
    }

    LockTerms terms() {
        return terms;
    }

    Leases leases() {
        return leases;
    }

    Granted granted() {
        return granted;
    }

    LeaseLife life() {
        return life;
    }

    WorkToStop work() {
        return work;
    }

    LeaseObservation observation() {
        return observation;
    }

    @Override
    public Duration remaining() {
        return life.look() instanceof Holding holding ? Duration.ofNanos(Math.max(0, holding.left())) : Duration.ZERO;
    }

    @Override
    public boolean isValid() {
        return life.look() instanceof Holding;
    }

    @Override
    public void requireValid() {
        LeaseState now = life.look();
        if (!(now instanceof Holding)) {
            throw exception(now);
        }
    }

    @Override
    public CompletionStage<LeaseLostException> lost() {
        life.look();
        return lost;
    }

    @Override
    public void ensure(Duration atLeast) {
        assurance.ensure(atLeast);
    }

    @Override
    public Runnable confirmation() {
        return assurance.confirmation();
    }

    @Override
    public void committed() {
        life.committed();
    }

    @Override
    public LeaseLostException refused() {
        life.lose(Reason.REFUSED);
        return exception(life.last());
    }

    /** Sends one renewal to its whole ttl. */
    CompletionStage<Renewal> renew() {
        return renewing.send(terms.ttl());
    }

    /** Asks the store whether it is still held: lost, if not. */
    void check() {
        renewing.check();
    }

    void renewedBy(LeaseRenewal newRenewal) {
        renewal = newRenewal;
    }

    boolean isRenewed() {
        return renewal != null;
    }

    /** When it has to be looked at; null once it is lost or has ended. Looks at it. */
    @Override
    public @Nullable Long nextLook() {
        return life.look() instanceof Holding holding ? holding.deadline() : null;
    }

    boolean hasEnded() {
        return life.last() instanceof Ended;
    }

    /** Nothing has run under it, nor will. */
    void unused() {
        unused = true;
        observation.unused();
    }

    /** The call is over, and a transaction will end the lease. */
    void keptOn() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    /** How long the lock stays taken after the release: in milliseconds, as stores count, of a part, a whole one. */
    Duration keptFor() {
        if (unused) {
            return Duration.ZERO;
        }
        long left = terms.minHold() - life.heldFor().toNanos();
        return left <= 0 ? Duration.ZERO : Duration.ofMillis(left / 1_000_000 + 1);
    }

    /** The loss, if there is one so far and the caller has to be told, for a method that is over: not one after a checked commit. */
    @Nullable
    LeaseLostException loss(boolean completed) {
        Lost loss = life.look().loss();
        return loss == null || loss.committed() ? null : loss.exception(terms, completed);
    }

    @Override
    public void close() {
        end(true);
    }

    /**
     * Ends the lease and gives the lock back, also on an interrupted thread, whose flag stays set. Idempotent.
     *
     * @param completed whether what ran under the lease returned rather than threw
     * @return the loss, if the lease had ended before this was called and the caller has to be told
     */
    @Nullable
    LeaseLostException end(boolean completed) {
        LeaseEnd end = begin(completed);
        if (end != null) {
            end.await();
        }
        return loss(completed);
    }

    /**
     * As {@link #end}, and no thread waits.
     *
     * @return when it has ended; then {@link #loss} says what {@link #end} returns. Never fails
     */
    CompletionStage<Void> endLater(boolean completed) {
        LeaseEnd end = begin(completed);
        return end == null ? Answers.DONE : end.later();
    }

    /** Null: it has ended already. */
    private @Nullable LeaseEnd begin(boolean completed) {
        LeaseState before = life.end();
        if (before == null) {
            return null;
        }
        leases.forget(this);
        LeaseRenewal running = renewal;
        if (running != null) {
            running.stop();
        }
        return new LeaseEnd(this, hold, before, completed, renewing.longest());
    }

    /** It is lost: what runs under it is stopped, and everybody told. Never blocks. */
    private void raise(Lost loss) {
        work.stop(loss);
        LeaseLostException seen = loss.exception(terms, false);
        signal(seen);
        leases.signals().tell(() -> leases.listener().lost(this, seen));
        if (observation.isOn()) {
            leases.threads().call(() -> observation.holding().lost(seen));
        }
        hold.lost();
    }

    /** Raises the expiry signal. */
    void signal(LeaseLostException loss) {
        leases.signals().raise(() -> signal.complete(loss));
    }

    private LeaseLostException exception(LeaseState now) {
        Lost loss = now.loss();
        return (loss == null ? new Lost(Reason.RELEASED, life.heldFor(), false) : loss).exception(terms, false);
    }

    @Override
    public String toString() {
        return "Lease[name=" + name() + ", keys=" + keys() + ", fencingToken=" + fencingToken() + "]";
    }
}
