package io.github.lockstarter.redis;

import io.github.lockstarter.LockConfigurationException;
import java.time.Duration;

/**
 * How many replicas have to have a lock before it counts as granted or renewed.
 *
 * @param replicas as many as the master has, or a fail-over may choose one that does not know of it; 0: none
 * @param timeout the longest wait for them: 1 ms to 10 s
 */
public record Acknowledgement(int replicas, Duration timeout) {

    /** The master's word is enough. */
    public static final Acknowledgement NONE = new Acknowledgement(0, Duration.ofMillis(100));

    /**
     * Checks them.
     *
     * @param replicas 0 or more
     * @param timeout 1 ms to 10 s
     * @throws LockConfigurationException if one is out of range
     */
    public Acknowledgement {
        if (replicas < 0) {
            throw new LockConfigurationException(
                    "distributed-lock.redis.wait-replicas is %d.".formatted(replicas),
                    "Set it to how many replicas the master has, or leave it out.");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(Duration.ofSeconds(10)) > 0) {
            throw new LockConfigurationException(
                    "distributed-lock.redis.wait-timeout is %d ms.".formatted(timeout.toMillis()),
                    "Set it to 1 ms up to 10 s, well below a quarter of the shortest ttl: 100ms.");
        }
    }

    boolean isAskedFor() {
        return replicas > 0;
    }
}
