package io.github.lockstarter.sample.shared;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.util.concurrent.atomic.AtomicBoolean;
import org.springframework.stereotype.Component;

/**
 * A race or a story, one at a time in all instances: they would disturb each other. It is a lock, of course; beside it a flag, because
 * locks may be switched off.
 */
@Component
public class Stage {

    /** With distributed-lock.ttl, after which the stage is free again if its instance dies. */
    private static final LockRequest REQUEST =
            LockRequest.of("auction:stage").name("stage").renew(true);

    private final LockOperations locks;

    private final AtomicBoolean taken = new AtomicBoolean();

    Stage(LockOperations locks) {
        this.locks = locks;
    }

    /**
     * Enters, until the turn is closed.
     *
     * @throws StageTakenException if something is on
     * @throws io.github.lockstarter.LockStoreException if Redis does not answer
     */
    public Turn enter() {
        if (!taken.compareAndSet(false, true)) {
            throw new StageTakenException();
        }
        try {
            return new Turn(taken, locks.tryAcquire(REQUEST).orElseThrow(StageTakenException::new));
        } catch (RuntimeException e) {
            taken.set(false);
            throw e;
        }
    }

    /** Keeps the stage until it is closed, once. */
    public static final class Turn implements AutoCloseable {

        private final AtomicBoolean taken;

        private final Lease lease;

        private Turn(AtomicBoolean taken, Lease lease) {
            this.taken = taken;
            this.lease = lease;
        }

        @Override
        public void close() {
            lease.close();
            taken.set(false);
        }
    }
}
