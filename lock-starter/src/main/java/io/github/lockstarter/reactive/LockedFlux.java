package io.github.lockstarter.reactive;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockOperations;
import io.github.lockstarter.LockRequest;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/** Several values under a lock. */
final class LockedFlux<T> extends Flux<T> {

    private final LockOperations operations;

    private final LockRequest request;

    private final Function<Lease, ? extends Publisher<T>> work;

    LockedFlux(LockOperations operations, LockRequest request, Function<Lease, ? extends Publisher<T>> work) {
        this.operations = operations;
        this.request = request;
        this.work = work;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> subscriber) {
        // Of a lease that is lost, the end may come while a value is on its way.
        CoreSubscriber<? super T> serialized = Operators.serialize(subscriber);
        Passing<T> passing = new Passing<>(serialized);
        serialized.onSubscribe(passing);
        passing.begin(operations, request, work);
    }

    /**
     * Between the subscriber and what it has subscribed to.
     *
     * <p>Invariant: the subscriber is told of the end by the call, after the release; the call is told of the end of the work by
     * {@code worked}.
     */
    private static final class Passing<T> extends Operators.DeferredSubscription implements CoreSubscriber<T> {

        private final CoreSubscriber<? super T> subscriber;

        private final Worked worked = new Worked();

        private volatile @Nullable CompletableFuture<@Nullable Void> call;

        private volatile boolean cancelledBySubscriber;

        private volatile Context context;

        Passing(CoreSubscriber<? super T> subscriber) {
            this.subscriber = subscriber;
            this.context = subscriber.currentContext();
        }

        void begin(LockOperations operations, LockRequest request, Function<Lease, ? extends Publisher<T>> work) {
            CompletableFuture<@Nullable Void> begun = Locking.begin(operations, request, context, lease -> {
                context = Locking.within(subscriber.currentContext(), lease);
                work.apply(lease).subscribe(this);
                return worked;
            });
            call = begun;
            begun.whenComplete((done, failure) -> end(failure));
            if (cancelledBySubscriber) {
                begun.cancel(true);
            }
        }

        private void end(@Nullable Throwable failure) {
            if (cancelledBySubscriber) {
                return;
            }
            if (failure == null) {
                subscriber.onComplete();
            } else {
                subscriber.onError(failure);
            }
        }

        @Override
        public Context currentContext() {
            return context;
        }

        @Override
        public void onSubscribe(Subscription subscription) {
            set(subscription);
        }

        @Override
        public void onNext(T value) {
            subscriber.onNext(value);
        }

        @Override
        public void onError(Throwable failure) {
            if (!worked.completeExceptionally(failure)) {
                Operators.onErrorDropped(failure, context);
            }
        }

        @Override
        public void onComplete() {
            worked.complete(null);
        }

        private void cancelUpstream() {
            super.cancel();
        }

        @Override
        public void cancel() {
            cancelledBySubscriber = true;
            cancelUpstream();
            CompletableFuture<?> begun = call;
            if (begun != null) {
                begun.cancel(true);
            }
        }

        /** Cancelled, as when the lease is lost, it cancels the work first and is complete after. */
        private final class Worked extends CompletableFuture<@Nullable Void> {

            @Override
            public boolean cancel(boolean mayInterrupt) {
                if (!isDone()) {
                    cancelUpstream();
                }
                return super.cancel(mayInterrupt);
            }
        }
    }
}
