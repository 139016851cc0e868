package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LeaseLostException.Reason;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.store.Held;
import io.github.lockstarter.store.LockStore;
import io.github.lockstarter.store.Release;
import io.github.lockstarter.store.StoredLease;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A lease on a lock in a store.
 *
 * <p>Invariant: it ends once. It is marked as ended before the release is sent, so that it is never valid while the store
 * may already have given the lock to another.
 */
final class HeldLease implements StoredLease {

    private final LockStore store;

    private final InFlight inFlight;

    private final LockListener listener;

    private final LockTerms terms;

    private final PendingAcquire pending;

    private final Granted granted;

    private final AtomicBoolean ended = new AtomicBoolean();

    private volatile @Nullable LeaseLostException loss;

    HeldLease(
            LockStore store,
            InFlight inFlight,
            LockListener listener,
            LockTerms terms,
            PendingAcquire pending,
            Granted granted) {
        this.store = store;
        this.inFlight = inFlight;
        this.listener = listener;
        this.terms = terms;
        this.pending = pending;
        this.granted = granted;
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
    public Duration remaining() {
        return ended.get() ? Duration.ZERO : Duration.ofNanos(Math.max(0, left()));
    }

    @Override
    public boolean isValid() {
        return !ended.get() && left() > 0;
    }

    @Override
    public void requireValid() {
        if (!isValid()) {
            throw lost(ended.get() ? Reason.RELEASED : Reason.EXPIRED, false);
        }
    }

    @Override
    public Held held() {
        return pending.acquire().held();
    }

    @Override
    public LeaseLostException refused() {
        return lost(Reason.REFUSED, false);
    }

    @Override
    public void close() {
        end(true);
    }

    boolean hasEnded() {
        return ended.get();
    }

    /**
     * Ends the lease and gives the lock back, also on an interrupted thread, whose flag stays set. Idempotent.
     *
     * @param completed whether what ran under the lease returned rather than threw
     * @return the loss, if the lease had ended before this was called
     */
    @Nullable
    LeaseLostException end(boolean completed) {
        if (!ended.compareAndSet(false, true)) {
            return loss;
        }
        boolean expired = left() <= 0;
        inFlight.enter();
        Release release;
        try {
            release = release();
            pending.ended(release != null);
        } finally {
            inFlight.exit();
        }
        if (expired || release != null && !release.ours()) {
            LeaseLostException seen = lost(left() <= 0 ? Reason.EXPIRED : Reason.REFUSED, completed);
            loss = seen;
            listener.lost(this, seen);
        } else if (release != null) {
            listener.released(this);
        }
        return loss;
    }

    /** Null: no answer in time; the listener has been told. */
    private @Nullable Release release() {
        CompletableFuture<Release> answer =
                store.release(pending.acquire().held(), null).toCompletableFuture();
        long end = System.nanoTime() + terms.commandTimeout();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            listener.releaseUnanswered(this, e.getCause());
        } catch (TimeoutException e) {
            listener.releaseUnanswered(this, e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        return null;
    }

    private long left() {
        return granted.deadline() - System.nanoTime();
    }

    private LeaseLostException lost(Reason reason, boolean completed) {
        Duration heldFor = Duration.ofNanos(System.nanoTime() - granted.sent());
        return new LeaseLostException(terms.name(), terms.keys(), reason, heldFor, completed);
    }

    @Override
    public String toString() {
        return "Lease[name=" + name() + ", keys=" + keys() + ", fencingToken=" + fencingToken() + "]";
    }
}
