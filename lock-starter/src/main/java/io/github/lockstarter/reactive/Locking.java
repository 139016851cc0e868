package io.github.lockstarter.reactive;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.core.LockFlow;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.util.context.Context;
import reactor.util.context.ContextView;

/**
 * Subscriptions under a lock: acquired when it is subscribed to, for each subscription anew, and released when it has completed,
 * failed or been cancelled. What is subscribed to runs on Reactor's parallel scheduler from then on. Stateless.
 */
final class Locking {

    private Locking() {}

    /** A value comes only once the lock is released: so a loss of the lease still fails the Mono. */
    static <T> Mono<T> mono(
            LockOperations operations, LockRequest request, Function<Lease, ? extends Work<Mono<T>>> works) {
        return Mono.deferContextual(context -> {
            LockCallback<CompletionStage<@Nullable T>> callback =
                    lease -> subscribed(works.apply(lease), within(context, lease));
            return Mono.fromFuture(() -> Locking.<@Nullable T>begin(operations, request, context, callback));
        });
    }

    /** Values pass as they come; the end, once the lock is released. */
    static <T> Flux<T> flux(
            LockOperations operations,
            LockRequest request,
            Function<Lease, ? extends Work<? extends Publisher<T>>> works) {
        return new LockedFlux<>(operations, request, works);
    }

    static <T extends @Nullable Object> CompletableFuture<T> begin(
            LockOperations operations,
            LockRequest request,
            ContextView context,
            LockCallback<CompletionStage<T>> callback) {
        return Surroundings.within(
                        context,
                        () -> Subscribed.flowOf(context)
                                .call(() ->
                                        operations.<T>executeAsync(request, callback, Schedulers.parallel()::schedule)))
                .toCompletableFuture();
    }

    /** To be called where the work begins: the thread is part of the call then. */
    static Context within(ContextView context, Lease lease) {
        return Surroundings.withObservation(new Subscribed(LockFlow.current(), lease).within(context));
    }

    private static <T> CompletableFuture<@Nullable T> subscribed(Work<Mono<T>> work, Context context) throws Exception {
        WorkFuture<T> future = new WorkFuture<>(work, context);
        work.begin().subscribe(future);
        return future;
    }
}
