package io.github.lockstarter;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;

/**
 * One acquisition of a lock, held for a while. It ends when it is closed, or is lost: when its deadline passes, or when the
 * store is found not to know it any more. Thread-safe.
 *
 * <p>Its deadline stands on this JVM's monotonic clock and counts from before the acquiring command was sent, less 1 % of
 * the ttl and 2 ms for drifting clocks: never later than the server's own expiry, as long as they drift apart by less and the machine is not suspended.
 */
public interface Lease extends AutoCloseable {

    /** {@return the name of the lock as written in code; low cardinality} */
    String name();

    /** {@return the keys it holds, as given, without the prefix that Redis sees; sorted} */
    Set<String> keys();

    /**
     * {@return a number that is greater than that of every earlier EXCLUSIVE lease of these keys; a SHARED lease, or one of several permits, has
     * that of the last EXCLUSIVE one, so that two of them may have the same also where one came after the other} Hand it to whatever the method writes to,
     * and let that refuse a smaller one than it has seen. With {@code distributed-lock.enabled=false} it is 0.
     */
    long fencingToken();

    /** {@return what is left until the deadline; zero once the lease has ended} */
    Duration remaining();

    /**
     * {@return whether the lease is still held as far as this JVM can know without asking: not closed, deadline not reached, not
     * refused by the store so far}
     */
    boolean isValid();

    /**
     * Does nothing while the lease is {@linkplain #isValid() valid}.
     *
     * @throws LeaseLostException if it is not
     */
    void requireValid();

    /**
     * Sees to it that the lease lasts at least this long from now, for a step that must not be cut short: does nothing if
     * that much is left, and otherwise renews it for that time or its ttl, whichever is more. Waits at most one
     * command-timeout. Independent of {@code renew} and {@code maxHold}.
     *
     * @param atLeast above 0, to 24 h; with Redlock, to somewhat less than its quarantine
     * @throws IllegalArgumentException if it is out of range
     * @throws LeaseLostException if the lease has ended, or the store does not know it any more
     * @throws LockStoreException if the store did not answer in time; the lease goes on until its deadline
     */
    void ensure(Duration atLeast);

    /**
     * {@return the expiry signal: completes, with what was lost and why, when the lease is lost before it is closed} At the latest
     * that is at the deadline, whether or not Redis can be reached; after a pause of the JVM, at the first look at the
     * lease. Never completes after a normal release.
     *
     * <p>What depends on it runs on a thread of the starter's that nothing else waits for, so it may block; what is added
     * after the loss runs on the thread that adds it. Completing or cancelling the stage changes nothing for the lease. After the application has shut down its locks, it
     * may never complete; {@link #isValid()} still answers.
     */
    CompletionStage<LeaseLostException> lost();

    /**
     * Releases the lock if it is still ours, at once, also inside an open transaction. Idempotent, never throws, waits at most
     * one command-timeout. A locked method need not call it; if it does, a transaction of it that has not been committed yet
     * is rolled back, since it has no lock any more.
     */
    @Override
    void close();
}
