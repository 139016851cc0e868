package io.github.lockstarter.aop;

import io.github.lockstarter.Lease;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockInterruptedException;
import io.github.lockstarter.LockRequest;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Holds the lock until the stage completes that the method returns. */
final class FutureInvoker implements Invoker {

    private static final Logger log = LoggerFactory.getLogger(FutureInvoker.class);

    private final boolean callerWaits;

    private final @Nullable Object nothing;

    private final Supplier<UnaryOperator<Runnable>> decorator;

    /**
     * @param callerWaits whether the calling thread is there to run the method and to wait for its result, as with {@code @Async}
     * @param nothing the result of a call that was skipped
     * @param decorator of what runs on another thread than the caller's
     */
    FutureInvoker(boolean callerWaits, @Nullable Object nothing, Supplier<UnaryOperator<Runnable>> decorator) {
        this.callerWaits = callerWaits;
        this.nothing = nothing;
        this.decorator = decorator;
    }

    @Override
    public Object nothing() {
        return CompletableFuture.completedFuture(nothing);
    }

    @Override
    public Object invoke(LockedInvocation invocation) {
        Body body = new Body(invocation);
        CompletableFuture<@Nullable Object> call =
                callerWaits ? onThisThread(invocation, body) : later(invocation, body);
        CompletableFuture<@Nullable Object> result = new CompletableFuture<>();
        call.whenComplete((value, failure) -> {
            if (failure != null && !body.hasBegun && invocation.isAnswered(failure)) {
                pass(answer(invocation, failure), result);
            } else {
                pass(call, result);
            }
        });
        // Whoever cancels it, or completes it otherwise, does not want what it would have been.
        result.whenComplete((value, failure) -> call.cancel(true));
        return result;
    }

    private CompletableFuture<@Nullable Object> later(LockedInvocation invocation, Body body) {
        Runnable decorated;
        try {
            decorated = decorator.get().apply(body);
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
        return invocation
                .operations()
                .<@Nullable Object>executeAsync(invocation.request(), lease -> {
                    run(decorated, body);
                    return body.stage();
                })
                .toCompletableFuture();
    }

    /** What a decorator fails with once the method has begun is not the method's end. */
    private static void run(Runnable decorated, Body body) {
        try {
            decorated.run();
        } catch (RuntimeException | Error e) {
            if (!body.hasBegun) {
                throw e;
            }
            log.warn("A TaskDecorator failed after a locked method had begun, which goes on", e);
        }
    }

    private static CompletableFuture<@Nullable Object> onThisThread(LockedInvocation invocation, Body body) {
        WaitingThread thread = new WaitingThread();
        LockRequest request = invocation.request();
        CompletableFuture<@Nullable Object> call = invocation
                .operations()
                .<@Nullable Object>executeAsync(request, body, thread)
                .toCompletableFuture();
        try {
            thread.runUntil(() -> body.hasBegun || call.isDone());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            // Before it leaves what it was to run to others, who would run the method.
            call.cancel(true);
            return CompletableFuture.failedFuture(new LockInterruptedException(request.name(), request.keys(), e));
        } finally {
            thread.leave();
        }
        return call;
    }

    private static CompletionStage<@Nullable Object> answer(LockedInvocation invocation, Throwable failure) {
        try {
            return asStage(invocation.answer(failure));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static void pass(CompletionStage<@Nullable Object> from, CompletableFuture<@Nullable Object> to) {
        from.whenComplete((value, failure) -> {
            if (failure == null) {
                to.complete(value);
            } else {
                to.completeExceptionally(
                        failure instanceof CompletionException && failure.getCause() != null
                                ? failure.getCause()
                                : failure);
            }
        });
    }

    @SuppressWarnings("unchecked")
    private static CompletionStage<@Nullable Object> asStage(@Nullable Object returned) {
        return returned == null
                ? CompletableFuture.<@Nullable Object>failedFuture(
                        new IllegalStateException("The method returned null, and no future"))
                : (CompletionStage<@Nullable Object>) returned;
    }

    /** The method itself. Belongs to one call. */
    private static final class Body implements Runnable, LockCallback<CompletionStage<@Nullable Object>> {

        private final LockedInvocation invocation;

        private volatile boolean hasBegun;

        private volatile @Nullable CompletionStage<@Nullable Object> stage;

        Body(LockedInvocation invocation) {
            this.invocation = invocation;
        }

        @Override
        public void run() {
            hasBegun = true;
            try {
                stage = asStage(invocation.proceed());
            } catch (Throwable e) {
                stage = CompletableFuture.failedFuture(e);
            }
        }

        @Override
        public CompletionStage<@Nullable Object> call(Lease lease) {
            run();
            return stage();
        }

        CompletionStage<@Nullable Object> stage() {
            CompletionStage<@Nullable Object> begun = stage;
            return begun != null
                    ? begun
                    : CompletableFuture.<@Nullable Object>failedFuture(new IllegalStateException(
                            "A TaskDecorator has not run its task on the thread it was run on"));
        }
    }
}
