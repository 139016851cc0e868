package io.github.lockstarter;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReadWriteLock;
import org.jspecify.annotations.Nullable;

/**
 * The lock for code that wants to say it in a statement rather than in an annotation: inject this. Thread-safe.
 *
 * <pre>{@code
 * Bid bid = locks.execute("item:a1", lease -> place(amount));
 *
 * try (Lease lease = locks.acquire(LockRequest.of("item:a1").ttl(Duration.ofSeconds(5)))) {
 *     ...
 * }
 * }</pre>
 *
 * <p>What a request leaves open comes from the properties {@code distributed-lock.*}.
 */
public interface LockOperations {

    /**
     * Waits for a lock. The lease belongs to the caller, who closes it; it is bound to no thread: {@link CurrentLease}
     * does not show it, and calls that need the same key wait for it, also on this thread. It ignores transactions and {@link LockRequest#onLost},
     * and when the lease is lost nothing is thrown: ask {@link Lease#requireValid()}.
     *
     * @param request which lock, how long to wait for it and to hold it
     * @return the lease, for the caller to close
     * @throws LockNotAcquiredException if others held it until the wait was over
     * @throws LockStoreException if the store did not answer, refused, or is shutting down
     * @throws LockInterruptedException if the thread is or was interrupted; its flag stays set
     * @throws IllegalArgumentException if the request asks for what the store does not allow
     */
    Lease acquire(LockRequest request);

    /**
     * Tries once, whatever the request says of waiting; otherwise as {@link #acquire}.
     *
     * @param request which lock, how long to wait for it and to hold it
     * @return the lease, or empty if another holds the lock
     * @throws LockStoreException if the store did not answer, refused, or is shutting down
     * @throws LockInterruptedException if the thread is or was interrupted; its flag stays set
     * @throws IllegalArgumentException if the request asks for what the store does not allow
     */
    Optional<Lease> tryAcquire(LockRequest request);

    /**
     * Acquires a lock, and no thread waits for it. The lease belongs to the caller, as with {@link #acquire}.
     *
     * @param request which lock, how long to wait for it and to hold it
     * @return completes with the lease, on a thread of the starter's; or fails with LockNotAcquiredException or
     *     LockStoreException. Whoever cancels it, or completes it otherwise (orTimeout), does not want the lease any more: then
     *     none is left behind
     * @throws IllegalArgumentException if the request asks for what the store does not allow
     */
    CompletionStage<Lease> acquireAsync(LockRequest request);

    /**
     * As {@link #execute(LockRequest, LockCallback)}, for {@link LockRequest#of(String) one key} and the defaults; what that throws, this throws.
     *
     * @param <T> what the callback returns
     * @param key of the lock
     * @param callback what runs under the lock
     * @return what the callback returned
     */
    default <T extends @Nullable Object> T execute(String key, LockCallback<T> callback) {
        return execute(LockRequest.of(key), callback);
    }

    /**
     * Waits for a lock, runs the callback with {@link CurrentLease} bound, and releases the lock: after the callback, or, if a
     * transaction is open around the call, when that completes ({@link LockRequest#outsideTransaction()}). A nested call on the
     * same thread for keys that are already held runs at once, at no cost in Redis, under the outer lease.
     *
     * @param <T> what the callback returns
     * @param request which lock, how long to wait for it and to hold it
     * @param callback what runs under the lock
     * @return what the callback returned
     * @throws LockNotAcquiredException if others held it until the wait was over; the callback has not run
     * @throws LockStoreException if the store did not answer, refused, or is shutting down; the callback has not run
     * @throws LockInterruptedException if interrupted while waiting, its flag stays set; the callback has not run
     * @throws LeaseLostException if the lease ended before the callback did and the callback did not throw itself (then it
     *     is suppressed in that exception; {@link OnLost} says otherwise); or if a nested call finds the outer lease lost, in which case it has not run
     * @throws IllegalArgumentException if the request asks for what the store does not allow
     * @throws IllegalStateException if a nested call wants a key more strictly than the call around it holds it: EXCLUSIVE in SHARED, fewer
     *     permits; the callback has not run
     */
    <T extends @Nullable Object> T execute(LockRequest request, LockCallback<T> callback);

    /**
     * The lock of a request for code that takes a {@link Lock}: held by the thread that locks it, re-entrant, also in and around locked calls for
     * the same keys. A lease stands behind it, which may be lost: where a step takes longer than the ttl, let the request {@linkplain
     * LockRequest#renew(boolean) renew}.
     *
     * <ul>
     *   <li>{@code lock()} and {@code lockInterruptibly()} wait without an end while others hold it, whatever the request says of waiting; in rounds
     *       of a minute, between which they lose their place in line. {@code tryLock()} tries once, {@code tryLock(time, unit)} waits for no
     *       longer than 24 h. All throw LockStoreException if the store does not answer, or refuses.
     *   <li>{@code unlock()} throws IllegalMonitorStateException if the thread does not hold it, and {@link LeaseLostException} if the lease was
     *       lost meanwhile ({@link OnLost#WARN}: that is only logged; INTERRUPT is as SIGNAL here): then the thread holds it no more. Within a
     *       transaction that is open around, the lock is given back when that ends, as with {@link #execute(LockRequest, LockCallback)}.
     *   <li>There are no conditions. {@link CurrentLease} does not show it: for a fencing token, use {@link #acquire}.
     * </ul>
     *
     * @param request which lock, and how long to hold it
     * @return thread-safe, without a state of its own: two for the same keys, mode and permits are the same lock
     */
    Lock asLock(LockRequest request);

    /**
     * As {@link #asLock}: the read lock is {@link LockMode#SHARED}, the write lock EXCLUSIVE, whatever the request says of that, on the same
     * key. A thread that holds the write lock can lock the read lock, too, and keeps it EXCLUSIVE until it has unlocked both. One that holds the
     * read lock cannot get the write lock: {@code tryLock} answers false, {@code lock} throws IllegalStateException.
     *
     * @param request which lock, and how long to hold it
     * @return thread-safe, without a state of its own, as {@link #asLock}
     * @throws IllegalArgumentException if the request has several keys, or, when it is locked, if the store has no shared locks
     */
    ReadWriteLock asReadWriteLock(LockRequest request);

    /**
     * Acquires a lock, begins some work, and releases the lock when the stage completes that the callback returns: no thread
     * waits. The callback is called on a thread of the starter's, with {@link CurrentLease} bound until it returns; until then,
     * locked calls for the same keys are nested in this one. Nested calls take turns, and the lock is held until the last of
     * them has ended. A transaction that is open around the call is none of its business.
     *
     * <p>{@link OnLost#INTERRUPT} cancels the stage; where that has no effect, the lock is held until it completes.
     *
     * @param request which lock, how long to wait for it and to hold it
     * @param <T> what the stage completes with
     * @param callback begins the work, and returns what completes when it is done
     * @return completes with the result of the stage once the lock is released, on a thread of the starter's; or fails: with what
     *     the callback or its stage fails with, or with LockNotAcquiredException, LockStoreException or LeaseLostException as
     *     {@link #execute(LockRequest, LockCallback)} throws them. Whoever cancels it, or completes it otherwise (orTimeout), does
     *     not want the result any more: the wait ends, or the stage is cancelled, and the lock is released when that has
     *     completed
     */
    <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback);

    /**
     * As {@link #executeAsync(LockRequest, LockCallback)}, with an executor of the caller's.
     *
     * @param request which lock, how long to wait for it and to hold it
     * @param <T> what the stage completes with
     * @param callback begins the work, and returns what completes when it is done
     * @param executor calls the callback, and completes the result. One that refuses makes the call fail, with the lock released. It is not to
     *     run tasks on the thread that gives them to it, which is one of a few that all such calls share
     * @return completes as that of {@link #executeAsync(LockRequest, LockCallback)}, on the executor
     */
    <T extends @Nullable Object> CompletionStage<T> executeAsync(
            LockRequest request, LockCallback<? extends CompletionStage<T>> callback, Executor executor);
}
