package io.github.lockstarter.reactive;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The lock for reactive code that wants to say it in a statement rather than in an annotation: inject this. Thread-safe.
 *
 * <pre>{@code
 * Mono<Bid> bid = locks.execute("item:a1", lease -> place(amount));
 * }</pre>
 *
 * <p>Nothing happens before it is subscribed to. Then the lock is acquired, for each subscription anew and without blocking a
 * thread; what the function returns is subscribed to, on Reactor's parallel scheduler, with the lease in its context ({@link
 * ReactiveCurrentLease}); and the lock is released when that has completed, failed or been cancelled. What is subscribed to
 * within it for the same keys is nested in it: at no cost in Redis, by turns.
 *
 * <p>It fails with LockNotAcquiredException, LockStoreException or LeaseLostException as {@link
 * LockOperations#execute(LockRequest, io.github.lockstarter.LockCallback)} throws them. Cancelled, it gives up the wait, or
 * cancels what it has subscribed to, and leaves no lock behind. {@link io.github.lockstarter.OnLost#INTERRUPT} cancels that, too,
 * and it fails. A transaction that is open around it is none of its business.
 */
public final class ReactiveLockOperations {

    private final LockOperations operations;

    /** @param operations do the locking */
    public ReactiveLockOperations(LockOperations operations) {
        this.operations = operations;
    }

    /**
     * As {@link #execute(LockRequest, Function)}, for one key and the defaults.
     *
     * @param <T> what comes of the work
     * @param key of the lock
     * @param work what runs under the lock, given its lease
     * @return one value or none
     */
    public <T> Mono<T> execute(String key, Function<Lease, ? extends Mono<T>> work) {
        return execute(LockRequest.of(key), work);
    }

    /**
     * {@return one value or none, under a lock} It comes when the lock is released: if the lease was lost until then, the Mono fails with
     * LeaseLostException.
     *
     * @param <T> what comes of the work
     * @param request which lock, how long to wait for it and to hold it
     * @param work what runs under the lock, given its lease
     */
    public <T> Mono<T> execute(LockRequest request, Function<Lease, ? extends Mono<T>> work) {
        return Locking.mono(operations, request, lease -> () -> work.apply(lease));
    }

    /**
     * As {@link #executeMany(LockRequest, Function)}, for one key and the defaults.
     *
     * @param <T> what comes of the work
     * @param key of the lock
     * @param work what runs under the lock, given its lease
     * @return values
     */
    public <T> Flux<T> executeMany(String key, Function<Lease, ? extends Publisher<T>> work) {
        return executeMany(LockRequest.of(key), work);
    }

    /**
     * {@return values under a lock} They come as they are made, and the end when the lock is released: if the lease was lost until then, the
     * Flux fails with LeaseLostException.
     *
     * @param <T> what comes of the work
     * @param request which lock, how long to wait for it and to hold it
     * @param work what runs under the lock, given its lease
     */
    public <T> Flux<T> executeMany(LockRequest request, Function<Lease, ? extends Publisher<T>> work) {
        return Locking.<T>flux(operations, request, lease -> () -> work.apply(lease));
    }
}
