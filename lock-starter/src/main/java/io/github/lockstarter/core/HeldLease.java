package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.core.LeaseState.Ended;
import io.github.lockstarter.core.LeaseState.Holding;
import io.github.lockstarter.core.LeaseState.Lost;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.Renewal;
import io.github.lockstarter.store.StoredLease;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A lease on a lock in a store.
 *
 * <p>Invariants, all of them in the one state: it is lost at most once and ends once. Whoever looks after the deadline finds
 * it lost, whoever looks first makes it so, and whoever makes it so raises the signal. It has ended before the release is
 * sent, so that it is never valid while the store may already have given the lock to another.
 */
final class HeldLease implements StoredLease, Watched {

    private static final Duration LONGEST = Duration.ofHours(24);

    /** Too short to prolong anything. */
    private static final Duration CHECK = Duration.ofMillis(1);

    private final Leases leases;

    private final LockTerms terms;

    private final Hold hold;

    private final Granted granted;

    private final AtomicReference<LeaseState> state;

    private final CompletableFuture<LeaseLostException> signal = new CompletableFuture<>();

    /** What users see of it: they cannot complete it. */
    private final CompletionStage<LeaseLostException> lost = signal.minimalCompletionStage();

    private volatile LockObserver.Holding observed = LockObserver.Holding.UNOBSERVED;

    /** How to begin to observe it, where no thread could be spared for that when it was acquired. */
    private volatile @Nullable ToObserve toObserve;

    private volatile @Nullable Interruption interruption;

    /** How the work is cancelled of calls that no thread waits for. */
    private final Set<Runnable> cancellations = ConcurrentHashMap.newKeySet();

    /** Whether nothing ever ran under it: then it is not kept for anything either. */
    private volatile boolean unused;

    private volatile @Nullable LeaseRenewal renewal;

    /** Whether the call that acquired it is over, and a transaction keeps it. */
    private volatile boolean kept;

    /** Set before the release. */
    private volatile boolean whatRanCompleted;

    /** The longest time for which a renewal was sent, in nanoseconds: so long the lock may last in the store. */
    private final AtomicLong longest;

    HeldLease(Leases leases, LockTerms terms, Hold hold, Granted granted) {
        this.leases = leases;
        this.terms = terms;
        this.hold = hold;
        this.granted = granted;
        this.longest = new AtomicLong(terms.ttl().toNanos());
        this.state = new AtomicReference<>(new Holding(granted.deadline(), false));
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

    @Override
    public Duration remaining() {
        return look() instanceof Holding holding ? Duration.ofNanos(Math.max(0, holding.left())) : Duration.ZERO;
    }

    @Override
    public boolean isValid() {
        return look() instanceof Holding;
    }

    @Override
    public void requireValid() {
        LeaseState now = look();
        if (!(now instanceof Holding)) {
            throw exception(now);
        }
    }

    @Override
    public CompletionStage<LeaseLostException> lost() {
        look();
        return lost;
    }

    @Override
    public void ensure(Duration atLeast) {
        if (atLeast.isNegative() || atLeast.isZero() || atLeast.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "atLeast is %d ms: it may be more than 0, to 24 h.".formatted(atLeast.toMillis()));
        }
        requireValid();
        if (remaining().compareTo(atLeast) >= 0) {
            return;
        }
        Duration lasting = Deadline.lastingFor(atLeast);
        LockTerms.requireAtMost(
                "atLeast, with what the clocks may differ,",
                lasting,
                leases.store().longestTtl());
        long end = System.nanoTime() + terms.commandTimeout();
        Throwable failure = awaitUntil(end, renew(lasting.compareTo(terms.ttl()) > 0 ? lasting : terms.ttl()));
        requireValid();
        if (failure != null) {
            String answer = failure.getMessage() == null ? "no answer to 'renew' in time" : failure.getMessage();
            throw new LockStoreException(
                    terms.name(),
                    terms.keys(),
                    "not sure to be held for %d ms more: %s. The lease goes on for %d ms"
                            .formatted(atLeast.toMillis(), answer, remaining().toMillis()),
                    failure);
        }
    }

    @Override
    public Runnable confirmation() {
        long end = System.nanoTime() + terms.commandTimeout();
        CompletionStage<Renewal> answer = isValid() ? renew(terms.ttl()) : CompletableFuture.completedStage(null);
        return () -> {
            // Without an answer, the deadline decides.
            awaitUntil(end, answer);
            Interruption call = interruption;
            if (call != null && !isValid()) {
                call.told();
            }
            requireValid();
        };
    }

    @Override
    public void committed() {
        LeaseState now = look();
        while (now instanceof Holding holding && !state.compareAndSet(now, new Holding(holding.deadline(), true))) {
            now = look();
        }
    }

    @Override
    public LeaseLostException refused() {
        lose(Reason.REFUSED);
        return exception(now());
    }

    /** A renewal came in: the lease lasts at least until this deadline. Does nothing once it is lost or has ended. */
    private void prolong(long deadline) {
        LeaseState now = look();
        while (now instanceof Holding holding && deadline - holding.deadline() > 0) {
            if (state.compareAndSet(now, new Holding(deadline, holding.committed()))) {
                return;
            }
            now = look();
        }
    }

    /** When it has to be looked at; null once it is lost or has ended. Looks at it. */
    @Nullable
    Long deadline() {
        return look() instanceof Holding holding ? holding.deadline() : null;
    }

    @Override
    public @Nullable Long nextLook() {
        return deadline();
    }

    boolean hasEnded() {
        return now() instanceof Ended;
    }

    /** Is to be {@linkplain #observe() observed} before anything runs under it. */
    void toBeObserved(ToObserve by) {
        toObserve = by;
    }

    /** On a thread that may run what is not ours. */
    void observe() {
        ToObserve by = toObserve;
        if (by != null) {
            toObserve = null;
            observedBy(by.acquired(this));
        }
    }

    /** Goes along with this lease until it ends. */
    void observedBy(LockObserver.Holding holding) {
        observed = holding;
        Lost loss = look().loss();
        if (loss != null) {
            // Whoever found it out may have come before this.
            holding.lost(exception(loss, false));
        }
    }

    boolean isObserved() {
        return observed != LockObserver.Holding.UNOBSERVED;
    }

    LockObserver.Holding observed() {
        return observed;
    }

    /** Asks the store whether it is still held: lost, if not. */
    void check() {
        renew(CHECK);
    }

    /**
     * Interrupts this call, too, if the lease is lost from now on, or has been.
     *
     * @param call null: none any more
     * @return which one it was before
     */
    @Nullable
    Interruption interrupting(@Nullable Interruption call) {
        Interruption before = interruption;
        interruption = call;
        Lost loss = look().loss();
        if (loss != null) {
            interrupt(loss);
        }
        return before;
    }

    /** Runs this, too, on a thread of ours, if the lease is lost from now on, or has been: once, or never. */
    void cancelling(Runnable cancellation) {
        cancellations.add(cancellation);
        Lost loss = look().loss();
        if (loss != null) {
            cancel(loss);
        }
    }

    void noLongerCancelling(Runnable cancellation) {
        cancellations.remove(cancellation);
    }

    /** Nothing has run under it, nor will. */
    void unused() {
        unused = true;
        ToObserve by = toObserve;
        if (by != null) {
            toObserve = null;
            leases.notAcquired(by.acquiring(), new CancellationException());
        }
    }

    /** The call is over, and a transaction will end the lease. */
    void keptOn() {
        kept = true;
    }

    boolean isKept() {
        return kept;
    }

    void renewedBy(LeaseRenewal newRenewal) {
        renewal = newRenewal;
    }

    boolean isRenewed() {
        return renewal != null;
    }

    /** The loss, if there is one so far and the caller has to be told, for a method that is over. */
    @Nullable
    LeaseLostException loss(boolean completed) {
        return toTell(look().loss(), completed);
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
        LeaseState before = look();
        while (!(before instanceof Ended)) {
            if (state.compareAndSet(before, new Ended(before.loss()))) {
                whatRanCompleted = completed;
                leases.forget(this);
                LeaseRenewal running = renewal;
                if (running != null) {
                    running.stop();
                }
                return new LeaseEnd(leases, this, hold, before, Duration.ofNanos(longest.get()));
            }
            before = look();
        }
        return null;
    }

    /** The store did not know it any more when it was released, though it had not been known to be lost. */
    void refusedAtTheEnd(LeaseState before) {
        if (before instanceof Holding holding) {
            Lost loss = lost(holding, Reason.REFUSED);
            state.set(new Ended(loss));
            LeaseLostException seen = exception(loss, whatRanCompleted);
            leases.signals().raise(() -> signal.complete(seen));
        }
    }

    /** The observer, if it has not been told. */
    void observedLost() {
        Lost loss = now().loss();
        if (loss != null) {
            observed.lost(exception(loss, whatRanCompleted));
        }
    }

    void tellOfRefusal() {
        Lost loss = now().loss();
        if (loss != null) {
            leases.listener().lost(this, exception(loss, whatRanCompleted));
        }
    }

    /** Sends one renewal. Its answer, however late, moves the deadline, counted from now, or loses the lease. */
    CompletionStage<Renewal> renew(Duration ttl) {
        longest.accumulateAndGet(ttl.toNanos(), Math::max);
        long sent = System.nanoTime();
        return leases.store().renew(held(), ttl).whenComplete((answer, failure) -> {
            if (answer == Renewal.RENEWED) {
                prolong(Deadline.of(sent, ttl));
            } else if (answer == Renewal.REFUSED) {
                lose(Reason.REFUSED);
            }
        });
    }

    /** Null: there was an answer, and the state knows it. */
    private static @Nullable Throwable awaitUntil(long end, CompletionStage<Renewal> renewal) {
        try {
            Answers.awaitUntil(end, renewal);
            return null;
        } catch (ExecutionException e) {
            return e.getCause();
        } catch (TimeoutException e) {
            return e;
        }
    }

    private LeaseState now() {
        return Objects.requireNonNull(state.get());
    }

    /** The state as it is at this moment: past the deadline, the lease is lost. */
    private LeaseState look() {
        LeaseState now = now();
        if (now instanceof Holding holding && holding.left() <= 0) {
            lose(Reason.EXPIRED);
            return now();
        }
        return now;
    }

    private void lose(Reason reason) {
        LeaseState now = now();
        // One that was renewed meanwhile is not over.
        while (now instanceof Holding holding && (reason != Reason.EXPIRED || holding.left() <= 0)) {
            Lost loss = lost(holding, reason);
            if (state.compareAndSet(now, loss)) {
                raise(loss);
                return;
            }
            now = now();
        }
    }

    /** Refused after its deadline: by then the store had let it expire. */
    private Lost lost(Holding holding, Reason reason) {
        Reason seen = holding.left() <= 0 ? Reason.EXPIRED : reason;
        return new Lost(seen, heldFor(), holding.committed());
    }

    private void raise(Lost loss) {
        interrupt(loss);
        cancel(loss);
        LeaseLostException seen = exception(loss, false);
        leases.signals().raise(() -> signal.complete(seen));
        leases.signals().tell(() -> leases.listener().lost(this, seen));
        if (isObserved()) {
            leases.threads().call(() -> observed.lost(seen));
        }
        hold.lost();
    }

    private void interrupt(Lost loss) {
        Interruption call = interruption;
        if (call != null && !loss.committed()) {
            call.demand(leases.signals());
        }
    }

    private void cancel(Lost loss) {
        if (loss.committed()) {
            return;
        }
        for (Runnable cancellation : cancellations) {
            if (cancellations.remove(cancellation)) {
                leases.signals().raise(cancellation);
            }
        }
    }

    /** In milliseconds, as stores count: of a part, a whole one. */
    Duration keptFor() {
        if (unused) {
            return Duration.ZERO;
        }
        long left = terms.minHold() - heldFor().toNanos();
        return left <= 0 ? Duration.ZERO : Duration.ofMillis(left / 1_000_000 + 1);
    }

    Duration heldFor() {
        return Duration.ofNanos(System.nanoTime() - granted.sent());
    }

    private LeaseLostException exception(LeaseState now) {
        Lost loss = now.loss();
        return exception(loss == null ? new Lost(Reason.RELEASED, heldFor(), false) : loss, false);
    }

    private LeaseLostException exception(Lost loss, boolean completed) {
        return new LeaseLostException(terms.name(), terms.keys(), loss.reason(), loss.heldFor(), completed);
    }

    /** Null: there is none, or it came after a checked commit. */
    private @Nullable LeaseLostException toTell(@Nullable Lost loss, boolean completed) {
        return loss == null || loss.committed() ? null : exception(loss, completed);
    }

    @Override
    public String toString() {
        return "Lease[name=" + name() + ", keys=" + keys() + ", fencingToken=" + fencingToken() + "]";
    }
}
