package io.github.lockstarter.core;

import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one lease: renews it at a third of its ttl, each time counted from when the last renewal was sent, until it is lost,
 * has ended or has been held for as long as it may be. Without an answer within the command-timeout, or with a failure, it is
 * sent again after a quarter of that time, until the deadline. Nothing waits: all of it is short tasks of the scheduler.
 *
 * <p>Invariant: {@code sent}, {@code unanswered} and {@code next} belong to the scheduler's one thread. The answer moves the
 * deadline on the thread it comes in on, whenever it does.
 */
final class LeaseRenewal {

    private static final Logger log = LoggerFactory.getLogger(LeaseRenewal.class);

    private final Leases leases;

    private final HeldLease lease;

    private final ScheduledExecutorService scheduler;

    private final long interval;

    private final long end;

    /** When the last renewal was sent, or the acquire. */
    private long sent;

    /** Whether the last renewal has had no answer yet. */
    private boolean unanswered;

    private volatile @Nullable Future<?> next;

    LeaseRenewal(Leases leases, HeldLease lease, ScheduledExecutorService scheduler) {
        this.leases = leases;
        this.lease = lease;
        this.scheduler = scheduler;
        this.interval = lease.terms().ttl().toNanos() / 3;
        this.end = lease.granted().sent() + lease.terms().maxHold();
        this.sent = lease.granted().sent();
    }

    void start() {
        // A third of what was granted, where that is less than the ttl.
        renewAt(sent + Math.min(interval, (lease.granted().deadline() - sent) / 3));
    }

    /** What is on its way then finds that the lease has ended: it changes nothing here, nor in the store, which compares. */
    void stop() {
        Future<?> planned = next;
        if (planned != null) {
            planned.cancel(false);
        }
    }

    private void renewAt(long time) {
        Future<?> planned = next;
        if (planned != null) {
            planned.cancel(false);
        }
        try {
            next = scheduler.schedule(this::renew, time - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (RejectedExecutionException shuttingDown) {
            log.debug("{} is not renewed any more: the locks are closed", lease);
        }
    }

    private void renew() {
        if (!lease.isValid() || leases.isStopped()) {
            return;
        }
        if (System.nanoTime() - end >= 0) {
            log.warn(
                    "{} is not renewed any more: it has been held for its maxHold. It ends in {} ms",
                    lease,
                    lease.remaining().toMillis());
            return;
        }
        if (unanswered) {
            unanswered(new TimeoutException("no answer within the command-timeout"));
        }
        long now = System.nanoTime();
        sent = now;
        unanswered = true;
        // First of all the next: whatever happens below, there is one.
        renewAt(now + Math.max(lease.terms().commandTimeout(), interval / 4));
        lease.renew().whenComplete((answer, failure) -> answered(now, failure));
    }

    private void answered(long sentAt, @Nullable Throwable failure) {
        try {
            scheduler.execute(() -> planNext(sentAt, failure));
        } catch (RejectedExecutionException shuttingDown) {
            log.debug("{} is not renewed any more: the locks are closed", lease);
        }
    }

    /** An answer is one, however late, and also to a renewal before the last. */
    private void planNext(long sentAt, @Nullable Throwable failure) {
        if (lease.nextLook() == null) {
            return;
        }
        if (failure == null) {
            unanswered = false;
            log.debug("Renewed {}", lease);
            renewAt(sentAt + interval);
        } else if (sentAt == sent) {
            unanswered = false;
            unanswered(Answers.cause(failure));
            renewAt(sentAt + interval / 4);
        }
    }

    private void unanswered(Throwable cause) {
        leases.signals().tell(() -> leases.listener().renewalUnanswered(lease, cause));
    }
}
