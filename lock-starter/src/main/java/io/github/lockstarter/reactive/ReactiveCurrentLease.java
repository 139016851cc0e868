package io.github.lockstarter.reactive;

import io.github.lockstarter.Lease;
import java.util.Optional;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * The lease of the running call, for code that is called from a locked method that returns a Mono or Flux or is a coroutine,
 * and wants to ask it. It is in the context of the subscription, whatever thread that is on.
 *
 * <pre>{@code
 * return ReactiveCurrentLease.require().flatMap(lease -> write(bid, lease.fencingToken()));
 * }</pre>
 *
 * <p>In a coroutine: {@code ReactiveCurrentLease.find().awaitSingleOrNull()}.
 */
public final class ReactiveCurrentLease {

    private ReactiveCurrentLease() {}

    /** {@return the lease of the innermost locked call that this subscription is part of; empty if there is none} */
    public static Mono<Lease> find() {
        return Mono.deferContextual(context -> Mono.justOrEmpty(find(context)));
    }

    /** {@return as {@link #find()}, and fails with IllegalStateException if there is none} */
    public static Mono<Lease> require() {
        return find().switchIfEmpty(
                        Mono.error(
                                () -> new IllegalStateException(
                                        "No lease in this subscription: subscribe to this within a method with @DistributedLock that returns a Mono or Flux, or within ReactiveLockOperations. In blocking code, ask CurrentLease.")));
    }

    /**
     * {@return the lease of the innermost locked call that a subscription with this context is part of}
     *
     * @param context that of a subscription
     */
    public static Optional<Lease> find(ContextView context) {
        return Subscribed.in(context).map(Subscribed::lease);
    }
}
