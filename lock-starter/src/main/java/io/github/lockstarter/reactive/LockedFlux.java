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

    private final Function<Lease, ? extends Work<? extends Publisher<T>>> works;

    LockedFlux(
            LockOperations operations,
            LockRequest request,
            Function<Lease, ? extends Work<? extends Publisher<T>>> works) {
        this.operations = operations;
        this.request = request;
        this.works = works;
    }

    @Override
    public void subscribe(CoreSubscriber<? super T> subscriber) {
        // Of a lease that is lost, the end may come while a value is on its way.
        CoreSubscriber<? super T> serialized = Operators.serialize(subscriber);
        Passing<T> passing = new Passing<>(serialized);
        serialized.onSubscribe(passing);
        passing.begin(operations, request, works);
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

        private volatile @Nullable Work<?> work;

        private volatile boolean cancelledBySubscriber;

        private volatile Context context;

        Passing(CoreSubscriber<? super T> subscriber) {
            this.subscriber = subscriber;
            this.context = subscriber.currentContext();
        }

        void begin(
                LockOperations operations,
                LockRequest request,
                Function<Lease, ? extends Work<? extends Publisher<T>>> works) {
            CompletableFuture<@Nullable Void> locked =
                    Locking.<@Nullable Void>begin(operations, request, context, lease -> {
                        context = Locking.within(subscriber.currentContext(), lease);
                        Work<? extends Publisher<T>> begun = works.apply(lease);
                        work = begun;
                        begun.begin().subscribe(this);
                        return worked;
                    });
            call = locked;
            locked.whenComplete((done, failure) -> end(failure));
            if (cancelledBySubscriber) {
                locked.cancel(true);
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

        /** Cancelled, as when the lease is lost, it cancels the work, and is complete when that has ended. */
        private final class Worked extends CompletableFuture<@Nullable Void> {

            @Override
            public boolean cancel(boolean mayInterrupt) {
                Work<?> begun = work;
                if (isDone() || begun == null) {
                    return super.cancel(mayInterrupt);
                }
                cancelUpstream();
                begun.whenCancelled(() -> super.cancel(mayInterrupt));
                return true;
            }
        }
    }
}
