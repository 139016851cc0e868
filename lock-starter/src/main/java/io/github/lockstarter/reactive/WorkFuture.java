package io.github.lockstarter.reactive;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The one value, or none, of what it has subscribed to. Cancelled, it cancels that first and is complete after: whoever waits for its
 * end must not be told before the work was.
 */
final class WorkFuture<T> extends CompletableFuture<@Nullable T> implements CoreSubscriber<T> {

    private final Operators.DeferredSubscription upstream = new Operators.DeferredSubscription();

    private final Context context;

    private volatile @Nullable T value;

    WorkFuture(Context context) {
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
        if (!isDone()) {
            upstream.cancel();
        }
        return super.cancel(mayInterrupt);
    }
}
