package io.github.lockstarter.spring7;

import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LeaseLostException;
import org.springframework.resilience.annotation.Retryable;

/** The code of docs/leases.md. */
class RetriedBids {

    private long highest;

    @Retryable(excludes = LeaseLostException.class) // Spring 7; with Spring Retry: noRetryFor
    @DistributedLock(key = "'item:' + #id")
    public void placeBid(String id, long amount) {
        highest = Math.max(highest, amount);
    }
}
