package io.github.lockstarter.core;

import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockCallback;
import io.github.lockstarter.LockException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.core.LockObserver.Acquiring;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A locked call whose work goes on after it was begun: {@link LockedCall}, and no thread waits. It takes its turn, acquires,
 * begins the work, and leaves when the stage completes that stands for the work. Belongs to one call.
 *
 * <p>Invariant: each phase begins the next, and each checks first whether somebody still wants the result; who does not, ends the
 * phase that is under way by {@code giveUp}. What was entered is left once, by the phase that comes to it.
 */
final class AsyncCall<T extends @Nullable Object> {

    private static final Runnable NOTHING_TO_GIVE_UP = () -> {};

    private final Entrance entrance;

    private final LeaseSource source;

    private final AsyncThreads threads;

    private final Function<LockRequest, LockTerms> toTerms;

    private final LockRequest request;

    private final LockCallback<? extends CompletionStage<T>> callback;

    private final Executor executor;

    private final CompletableFuture<T> result = new CompletableFuture<>();

    private final Acquiring acquiring;

    /** How to end what is under way. Idempotent, and of no effect once that is over. */
    private volatile Runnable giveUp = NOTHING_TO_GIVE_UP;

    /** @param executor begins the work, and tells of its end */
    AsyncCall(
            Entrance entrance,
            LeaseSource source,
            AsyncThreads threads,
            Function<LockRequest, LockTerms> toTerms,
            LockRequest request,
            LockCallback<? extends CompletionStage<T>> callback,
            Executor executor) {
        this.entrance = entrance;
        this.source = source;
        this.threads = threads;
        this.toTerms = toTerms;
        this.request = request;
        this.callback = callback;
        this.executor = executor;
        this.acquiring = entrance.needsMore() ? source.observed(request) : Acquiring.UNOBSERVED;
    }

    /** @return completes when the call is over; whoever completes or cancels it does not want the result any more */
    CompletableFuture<T> start() {
        result.whenComplete((value, failure) -> giveUp.run());
        threads.step(() -> orRefuse(this::takeTurns));
        return result;
    }

    private void takeTurns() {
        CompletableFuture<Void> turns = entrance.turns();
        if (turns.isDone()) {
            acquire();
            return;
        }
        LockTerms terms = toTerms.apply(request);
        AsyncThreads.Later late =
                threads.later(() -> turns.completeExceptionally(new TimeoutException()), terms.budget());
        giveUpBy(() -> threads.step(() -> turns.cancel(false)));
        turns.whenComplete((come, failure) -> {
            late.cancel();
            threads.step(() -> orRefuse(() -> {
                if (failure instanceof TimeoutException) {
                    LockException busy = entrance.tooLate(terms);
                    source.notAcquired(busy);
                    throw busy;
                }
                acquire();
            }));
        });
    }

    private void acquire() {
        if (result.isDone()) {
            source.notAcquired(acquiring, new CancellationException());
            entrance.shared().leaveUnused();
            return;
        }
        entrance.requireAsStrict();
        entrance.requireValid();
        if (!entrance.needsMore()) {
            begin(entrance.shared());
            return;
        }
        AsyncLease asked =
                source.acquireLater(entrance.remainder(toTerms), entrance.flow().keys(), acquiring);
        giveUpBy(() -> threads.step(asked::giveUp));
        asked.lease().whenComplete((lease, failure) -> {
            if (failure == null) {
                begin(entrance.with(lease));
            } else {
                refuse(failure);
            }
        });
    }

    /** It begins, or is given up: whichever comes first. Work that could not be begun is over. */
    private void begin(Tenure tenure) {
        AtomicBoolean decided = new AtomicBoolean();
        giveUpBy(() -> {
            if (decided.compareAndSet(false, true)) {
                threads.step(tenure::leaveUnused);
            }
        });
        try {
            executor.execute(() -> {
                if (decided.compareAndSet(false, true)) {
                    run(tenure);
                }
            });
        } catch (Throwable e) {
            if (decided.compareAndSet(false, true)) {
                tenure.unused();
                end(tenure, null, e, false);
            }
        }
    }

    private void run(Tenure tenure) {
        tenure.observe();
        CompletionStage<T> work = work(tenure);
        Runnable cancellation = () -> cancel(work);
        Runnable whenLost = () -> {
            // Of a lease that is shared, the call around tells, and cancels this one if it is to.
            if (tenure.watched().stream().anyMatch(lease -> lease.loss(false) != null)) {
                cancellation.run();
            }
        };
        boolean interrupts = tenure.onLost() == OnLost.INTERRUPT;
        if (interrupts) {
            tenure.leases().forEach(lease -> lease.work().cancelling(whenLost));
        }
        giveUpBy(cancellation);
        work.whenComplete((value, failure) -> threads.step(() -> {
            tenure.leases().forEach(lease -> lease.work().noLongerCancelling(whenLost));
            end(tenure, value, failure == null ? null : Answers.cause(failure), interrupts);
        }));
    }

    /** Of a stage that cannot be cancelled, the lock is held until it completes. */
    private static void cancel(CompletionStage<?> work) {
        try {
            work.toCompletableFuture().cancel(true);
        } catch (UnsupportedOperationException cannotBe) {
            // Then it goes on to its end.
        }
    }

    /** What the callback throws, its work fails with. */
    private CompletionStage<T> work(Tenure tenure) {
        try {
            tenure.leases().forEach(HeldLease::requireValid);
            LockFlow flow = tenure.within(entrance.flow());
            CompletionStage<T> work = flow.call(() -> tenure.run(callback));
            return work != null
                    ? work
                    : CompletableFuture.failedFuture(
                            new IllegalStateException("There was null where a CompletionStage was expected"));
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private void end(Tenure tenure, @Nullable T value, @Nullable Throwable failure, boolean interrupted) {
        giveUp = NOTHING_TO_GIVE_UP;
        tenure.leaveLater(failure == null).thenAccept(loss -> {
            LeaseLostException toTell = tenure.onLost() == OnLost.WARN ? null : loss;
            if (failure == null) {
                tell(value, toTell);
            } else {
                tell(null, Losses.toTell(failure, toTell, interrupted));
            }
        });
    }

    private void orRefuse(Runnable phase) {
        try {
            phase.run();
        } catch (Throwable failure) {
            refuse(failure);
        }
    }

    /** The work has not been begun. */
    private void refuse(Throwable failure) {
        source.notAcquired(acquiring, Answers.cause(failure));
        end(entrance.shared(), null, Answers.cause(failure), false);
    }

    /** Not on the thread that the answer to the release has come in on. */
    private void tell(@Nullable T value, @Nullable Throwable failure) {
        threads.step(() -> {
            Runnable telling = () -> complete(value, failure);
            try {
                executor.execute(telling);
            } catch (Throwable refused) {
                threads.call(telling);
            }
        });
    }

    private void complete(@Nullable T value, @Nullable Throwable failure) {
        if (failure == null) {
            result.complete(value);
        } else {
            result.completeExceptionally(failure);
        }
    }

    /** To be called before the next phase may begin, whose way would be overwritten otherwise. */
    private void giveUpBy(Runnable way) {
        giveUp = way;
        if (result.isDone()) {
            way.run();
        }
    }
}
