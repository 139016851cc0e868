package io.github.lockstarter.reactive;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The one value, or none, of what it has subscribed to. Cancelled, it cancels that, and is complete when that has ended: whoever
 * waits for the end of the work must not be told before.
 */
final class WorkFuture<T> extends CompletableFuture<@Nullable T> implements CoreSubscriber<T> {

    private final Operators.DeferredSubscription upstream = new Operators.DeferredSubscription();

    private final Work<?> work;

    private final Context context;

    private volatile @Nullable T value;

    WorkFuture(Work<?> work, Context context) {
        this.work = work;
        this.context = context;
    }

    @Override
    public Context currentContext() {
        return context;
    }

    @Override
    public void onSubscribe(Subscription subscription) {
        upstream.set(subscription);
        upstream.request(Long.MAX_VALUE);
    }

    @Override
    public void onNext(T next) {
        value = next;
    }

    @Override
    public void onError(Throwable failure) {
        if (!completeExceptionally(failure)) {
            Operators.onErrorDropped(failure, context);
        }
    }

    @Override
    public void onComplete() {
        complete(value);
    }

    @Override
    public boolean cancel(boolean mayInterrupt) {
        if (isDone()) {
            return false;
        }
        upstream.cancel();
        work.whenCancelled(() -> super.cancel(mayInterrupt));
        return true;
    }
}
