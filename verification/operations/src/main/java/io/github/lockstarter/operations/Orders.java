package io.github.lockstarter.operations;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.DistributedLock;
import io.github.lockstarter.LockException;
import java.util.Locale;
import org.springframework.stereotype.Service;

/** Places orders, one at a time each. */
@Service
public class Orders {

    @DistributedLock(key = "'order:' + #order.id", ttl = "30s", waitTime = "2s", fallback = "later")
    public String place(Order order, long millis) throws InterruptedException {
        Thread.sleep(millis);
        return "placed under %s, fencing token %d"
                .formatted(CurrentLease.require().keys(), CurrentLease.require().fencingToken());
    }

    protected String later(Order order, long millis, LockException why) {
        return "later: " + why.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }
}
