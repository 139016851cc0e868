package io.github.lockstarter;

/**
 * Is told what happens to locks. It answers nothing and can stop nothing: what it throws is logged and goes no further.
 * Called on the thread of the call, before that goes on: be quick; for calls that no thread waits for (futures, {@code Mono}, coroutines), and where
 * that is said, on a thread of the starter's, one event after the other: where 10,000 wait for one that is slow, further ones are left out,
 * with a WARN.
 * Implementations are thread-safe.
 */
public interface LockListener {

    /**
     * A call got its lock.
     *
     * @param lease what it got
     * @param attempts how often the store was asked while the call was first in line, 1 or more: also 1 if it waited long behind others
     *     of this JVM
     * @param waitedNanos from the beginning of the call, in nanoseconds
     */
    default void acquired(Lease lease, int attempts, long waitedNanos) {}

    /**
     * A call ended without its lock: busy, unavailable or interrupted, as the exception says.
     *
     * @param failure what its caller gets, unless it skips or falls back
     */
    default void notAcquired(LockException failure) {}

    /**
     * A lease ended as it should: the store says that it was ours until then.
     *
     * @param lease the one that ended
     */
    default void released(Lease lease) {}

    /**
     * The store did not answer a release in time, or not at all. It is tried again; at the latest the ttl ends the lock.
     *
     * @param lease the one that ended here
     * @param cause what the store failed with, or that it was silent
     */
    default void releaseUnanswered(Lease lease, Throwable cause) {}

    /**
     * The store did not answer a renewal in time, or with an error: the lease goes on until its deadline, and the renewal is tried
     * again. On a thread of the starter's.
     *
     * @param lease the one that was to be renewed
     * @param cause what the store failed with, or that it was silent
     */
    default void renewalUnanswered(Lease lease, Throwable cause) {}

    /**
     * A lease ended before it was closed: once for a lease. On a thread of the starter's, while the method runs; or, if it
     * shows at the release only, on the thread of the call.
     *
     * @param lease the one that is lost
     * @param loss why, and after how long
     */
    default void lost(Lease lease, LeaseLostException loss) {}
}
