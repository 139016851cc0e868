package io.github.lockstarter.core;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockListener;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs each step of a lock: DEBUG where all is well or the caller gets an exception that says it, WARN where a lease was lost
 * or a release or renewal had no answer. Under the name of {@code io.github.lockstarter}. Never an owner token, never an argument.
 */
public final class LoggingLockListener implements LockListener {

    private static final Logger log = LoggerFactory.getLogger("io.github.lockstarter");

    @Override
    public void acquired(Lease lease, int attempts, long waitedNanos) {
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
        log.debug("{}", failure.getMessage());
    }

    @Override
    public void released(Lease lease) {
        log.debug("Released {} ({})", lease.keys(), lease.name());
    }

    @Override
    public void releaseUnanswered(Lease lease, Throwable cause) {
        log.warn(
                "Release of {} ({}) was not answered: {}. The call goes on; the release is tried again in the background, and at the latest the ttl ends the lock",
                lease.keys(),
                lease.name(),
                cause.toString());
    }

    @Override
    public void renewalUnanswered(Lease lease, Throwable cause) {
        log.warn(
                "Renewal of {} ({}) did not come through: {}. It is tried again until the lease ends, in {} ms",
                lease.keys(),
                lease.name(),
                cause.toString(),
                lease.remaining().toMillis());
    }

    @Override
    public void lost(Lease lease, LeaseLostException loss) {
        log.warn("{}", loss.getMessage());
    }
}
