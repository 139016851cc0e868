package io.github.lockstarter.store;

import java.time.Duration;
import java.util.List;

/**
 * Asks for a lock.
 *
 * @param keys all or nothing; sorted, each once, 1 or more
 * @param token the identity of the lease to come; the same for each further attempt
 * @param ttl how long the lock is to last from when the store grants it
 * @param fenceFloor the fencing token is at least this; 0 leaves it to the store
 * @param standing whether to stand in line when busy; for one key only, since several join no line
 * @param waited for how long the caller has been waiting: where others may hold the lock at the same time, it stands in line before those
 *     who came after it
 */
public record Acquire(
        List<String> keys, OwnerToken token, Duration ttl, long fenceFloor, Standing standing, Duration waited) {

    /**
     * Checks the keys.
     *
     * @param keys 1 or more; copied
     * @param token exclusive, if there are several keys
     * @param ttl as the store allows
     * @param fenceFloor 0 or more
     * @param standing apart, if there are several keys
     * @param waited 0 or more
     * @throws IllegalArgumentException if there is no key, or several to stand in line for or to share
     */
    public Acquire {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || standing != Standing.APART && keys.size() > 1) {
            throw new IllegalArgumentException(
                    "An acquire has at least one key, and exactly one to stand in line for.");
        }
        if (keys.size() > 1 && !token.isExclusive()) {
            throw new IllegalArgumentException("Several keys are acquired for one alone.");
        }
    }

    /**
     * Of one who comes now.
     *
     * @param keys all or nothing; sorted, each once, 1 or more
     * @param token the identity of the lease to come
     * @param ttl how long the lock is to last from when the store grants it
     * @param fenceFloor the fencing token is at least this; 0 leaves it to the store
     * @param standing whether to stand in line when busy
     */
    public Acquire(List<String> keys, OwnerToken token, Duration ttl, long fenceFloor, Standing standing) {
        this(keys, token, ttl, fenceFloor, standing, Duration.ZERO);
    }

    /**
     * {@return an acquire that takes the store's fencing token and stands in no line}
     *
     * @param keys all or nothing; sorted, each once, 1 or more
     * @param token the identity of the lease to come
     * @param ttl how long the lock is to last from when the store grants it
     */
    public static Acquire once(List<String> keys, OwnerToken token, Duration ttl) {
        return new Acquire(keys, token, ttl, 0, Standing.APART);
    }

    /**
     * {@return the same, of other keys}
     *
     * @param others all or nothing; sorted, each once, 1 or more
     * @param floor the fencing token is at least this; 0 leaves it to the store
     */
    public Acquire withKeys(List<String> others, long floor) {
        return new Acquire(others, token, ttl, floor, standing, waited);
    }

    /** {@return whether it stands in line when busy} */
    public boolean joinsLine() {
        return standing != Standing.APART;
    }
}
