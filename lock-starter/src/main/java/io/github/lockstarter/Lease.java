package io.github.lockstarter;

import java.time.Duration;
import java.util.Set;

/**
 * One acquisition of a lock, held for a while. It ends when it is closed, or when its ttl is over, whichever comes first.
 * Thread-safe.
 *
 * <p>Its deadline stands on this JVM's monotonic clock and counts from before the acquiring command was sent, less 1 % of
 * the ttl and 2 ms for drifting clocks: never later than the server's own expiry.
 */
public interface Lease extends AutoCloseable {

    /** The name of the lock as written in code; low cardinality. */
    String name();

    /** The keys it holds, as given, without the prefix that Redis sees; sorted. */
    Set<String> keys();

    /**
     * A number that is greater than that of every earlier lease of these keys. Hand it to whatever the method writes to,
     * and let that refuse a smaller one than it has seen.
     */
    long fencingToken();

    /** What is left until the deadline; zero once the lease has ended. */
    Duration remaining();

    /** Whether the lease is still held as far as this JVM can know without asking: not closed, deadline not reached. */
    boolean isValid();

    /**
     * Does nothing while the lease is {@linkplain #isValid() valid}.
     *
     * @throws LeaseLostException if it is not
     */
    void requireValid();

    /** Releases the lock if it is still ours. Idempotent, never throws, waits at most one command-timeout. */
    @Override
    void close();
}
