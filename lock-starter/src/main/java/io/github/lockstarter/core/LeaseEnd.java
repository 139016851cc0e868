package io.github.lockstarter.core;

import io.github.lockstarter.core.LeaseState.Holding;
import io.github.lockstarter.core.LeaseState.Lost;
import io.github.lockstarter.store.Release;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The release of a lease that has ended here: sent, answered or given up, and told. By one of its two ways, once.
 *
 * <p>Invariant: from its beginning until it is told it is in flight, so that a shutdown lets it end.
 */
final class LeaseEnd {

    private final Leases leases;

    private final HeldLease lease;

    private final Hold hold;

    private final LeaseState before;

    private final boolean completed;

    private final Duration lasting;

    /**
     * @param before what it was until now
     * @param completed whether what ran under the lease returned rather than threw
     * @param lasting how long the lock may last in the store
     */
    LeaseEnd(HeldLease lease, Hold hold, LeaseState before, boolean completed, Duration lasting) {
        this.leases = lease.leases();
        this.lease = lease;
        this.hold = hold;
        this.before = before;
        this.completed = completed;
        this.lasting = lasting;
    }

    /** Waits for the answer, no longer than the command-timeout, also on an interrupted thread, whose flag stays set. */
    void await() {
        leases.inFlight().enter();
        Release release = null;
        Throwable failure = null;
        try {
            long end = System.nanoTime() + lease.terms().commandTimeout();
            release = Answers.awaitUntil(end, send());
        } catch (ExecutionException e) {
            failure = e.getCause();
        } catch (TimeoutException e) {
            failure = late();
        } finally {
            over(release);
        }
        observe(release, failure);
        tell(release, failure);
    }

    /** @return when it is told: at the latest after the command-timeout. Never fails */
    CompletionStage<Void> later() {
        leases.inFlight().enter();
        CompletableFuture<Release> answer = send().toCompletableFuture().thenApply(release -> release);
        AsyncThreads.Later late = leases.threads()
                .later(() -> answer.completeExceptionally(late()), lease.terms().commandTimeout());
        return answer.handle((release, failure) -> {
            late.cancel();
            over(release);
            Throwable cause = failure == null ? null : Answers.cause(failure);
            if (lease.observation().isOn()) {
                leases.threads().call(() -> observe(release, cause));
            }
            leases.signals().tell(() -> tell(release, cause));
            return null;
        });
    }

    private TimeoutException late() {
        return new TimeoutException("no answer within %d ms"
                .formatted(TimeUnit.NANOSECONDS.toMillis(lease.terms().commandTimeout())));
    }

    private CompletionStage<Release> send() {
        return hold.release(before instanceof Holding, lease.keptFor());
    }

    private void over(@Nullable Release release) {
        try {
            hold.ended(release != null, lasting);
            if (release != null && !release.ours() && before instanceof Holding holding) {
                lease.signal(lease.life().refusedAtTheEnd(holding).exception(lease.terms(), completed));
            }
        } finally {
            leases.inFlight().exit();
        }
    }

    private void observe(@Nullable Release release, @Nullable Throwable failure) {
        LockObserver.Holding observed = lease.observation().holding();
        Lost loss = lease.life().last().loss();
        if (loss != null) {
            observed.lost(loss.exception(lease.terms(), completed));
        } else if (failure != null) {
            observed.releaseUnanswered(failure);
        } else {
            observed.released();
        }
    }

    private void tell(@Nullable Release release, @Nullable Throwable failure) {
        if (failure != null) {
            leases.listener().releaseUnanswered(lease, failure);
        } else if (before instanceof Holding) {
            Lost loss = lease.life().last().loss();
            if (loss == null) {
                leases.listener().released(lease);
            } else {
                leases.listener().lost(lease, loss.exception(lease.terms(), completed));
            }
        }
    }
}
