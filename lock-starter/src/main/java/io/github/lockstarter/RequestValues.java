package io.github.lockstarter;

import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a {@link LockRequest} asks for, while it is being put together; never changed after that. */
final class RequestValues {

    Set<String> keys;

    String name = LockRequest.UNNAMED;

    @Nullable
    Duration ttl;

    @Nullable
    Integer retries;

    @Nullable
    Duration retryDelay;

    @Nullable
    Duration waitTime;

    boolean renew;

    @Nullable
    Duration maxHold;

    Duration minHold = Duration.ZERO;

    LockMode mode = LockMode.EXCLUSIVE;

    int permits = 1;

    OnLost onLost = OnLost.SIGNAL;

    boolean outsideTransaction;

    boolean keysHidden;

    RequestValues(Set<String> keys) {
        this.keys = keys;
    }

    RequestValues(RequestValues other) {
        keys = other.keys;
        name = other.name;
        ttl = other.ttl;
        retries = other.retries;
        retryDelay = other.retryDelay;
        waitTime = other.waitTime;
        renew = other.renew;
        maxHold = other.maxHold;
        minHold = other.minHold;
        mode = other.mode;
        permits = other.permits;
        onLost = other.onLost;
        outsideTransaction = other.outsideTransaction;
        keysHidden = other.keysHidden;
    }

    /** @throws IllegalArgumentException if the mode, the permits and the number of keys do not go together */
    void requireModeFits() {
        if (mode == LockMode.SHARED && permits > 1) {
            throw new IllegalArgumentException("It is SHARED and has " + permits
                    + " permits: SHARED is for any number of holders. Leave out one of the two.");
        }
        if (keys.size() > 1 && (mode == LockMode.SHARED || permits > 1)) {
            throw new IllegalArgumentException(keys.size() + " keys, "
                    + (mode == LockMode.SHARED ? "SHARED" : "with " + permits + " permits")
                    + ": that is for one key. Lock one after the other, always in the same order.");
        }
    }
}
