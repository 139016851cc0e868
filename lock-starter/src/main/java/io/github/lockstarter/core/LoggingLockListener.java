package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.store.StoredLease;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each step of a lock: DEBUG where all is well or the caller gets an exception that says it, WARN where a call waited
 * long, a lease was lost, or a release or renewal had no answer. Under the name of {@code io.github.lockstarter}. Never an
 * owner token, never an argument; keys unless they are hidden. Thread-safe.
 */
public final class LoggingLockListener implements LockListener {

    private static final Logger log = LoggerFactory.getLogger("io.github.lockstarter");

    private final long slowWait;

    /** Without a word on calls that waited long. */
    public LoggingLockListener() {
        this(Duration.ZERO);
    }

    /** @param slowWait calls that waited so long for their lock are warned of; zero: none are */
    public LoggingLockListener(Duration slowWait) {
        this.slowWait = slowWait.isZero() ? Long.MAX_VALUE : slowWait.toNanos();
    }

    @Override
    public void acquired(Lease lease, int attempts, long waitedNanos) {
        if (waitedNanos >= slowWait) {
            log.warn(
                    "Slow: waited {} ms for {} ({}) until it was acquired, at attempt {}. Others hold it for long, or many want it",
                    TimeUnit.NANOSECONDS.toMillis(waitedNanos),
                    lease.keys(),
                    lease.name(),
                    attempts);
        }
        if (log.isDebugEnabled()) {
            log.debug(
                    "Acquired {} ({}) at attempt {} after {} ms for {} ms, fencing token {}",
                    lease.keys(),
                    lease.name(),
                    attempts,
                    TimeUnit.NANOSECONDS.toMillis(waitedNanos),
                    lease.remaining().toMillis(),
                    lease.fencingToken());
        }
    }

    @Override
    public void notAcquired(LockException failure) {
        if (failure instanceof LockNotAcquiredException busy && busy.waited().toNanos() >= slowWait) {
            log.warn("Slow: {}", failure.getMessage());
        } else {
            log.debug("{}", failure.getMessage());
        }
    }

    @Override
    public void released(Lease lease) {
        if (log.isDebugEnabled()) {
            Duration kept = lease instanceof HeldLease held ? held.keptFor() : Duration.ZERO;
            log.debug(
                    "Released {} ({}){}",
                    lease.keys(),
                    lease.name(),
                    kept.isZero() ? "" : ": its minHold keeps it taken for " + kept.toMillis() + " ms more");
        }
    }

    @Override
    public void releaseUnanswered(Lease lease, Throwable cause) {
        log.warn(
                "Release of {} ({}) was not answered: {}. The call goes on; the release is tried again in the background, and at the latest the ttl ends the lock{}",
                lease.keys(),
                lease.name(),
                said(cause),
                which(lease));
    }

    @Override
    public void renewalUnanswered(Lease lease, Throwable cause) {
        log.warn(
                "Renewal of {} ({}) did not come through: {}. It is tried again until the lease ends, in {} ms{}",
                lease.keys(),
                lease.name(),
                said(cause),
                lease.remaining().toMillis(),
                which(lease));
    }

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        log.warn("{}{}", loss.getMessage(), which(lease));
    }

    private static String said(Throwable cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }

    /** What it can be found by elsewhere: in the logs of other instances, and in what was written under it. */
    private static String which(Lease lease) {
        String owner = lease instanceof StoredLease stored
                ? " owner " + stored.held().token().instance() + ","
                : "";
        return " [" + (owner + " fencing token " + lease.fencingToken()).strip() + "]";
    }
}
