package io.github.lockstarter.sample.shared;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.time.Duration;
import org.springframework.stereotype.Component;

/** A race or a story, one at a time in all instances: they would disturb each other. It is a lock, of course. */
@Component
public class Stage {

    private static final LockRequest REQUEST = LockRequest.of("auction:stage")
            .name("stage")
            .ttl(Duration.ofMinutes(1))
            .renew(true);

    private final LockOperations locks;

    Stage(LockOperations locks) {
        this.locks = locks;
    }

    /**
     * Returns what keeps the stage until it is closed.
     *
     * @throws StageTakenException if something is on
     * @throws io.github.lockstarter.LockStoreException if Redis does not answer
     */
    public Lease enter() {
        return locks.tryAcquire(REQUEST).orElseThrow(StageTakenException::new);
    }
}
