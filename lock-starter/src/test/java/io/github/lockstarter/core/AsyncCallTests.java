package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A locked call whose work goes on after it was begun. */
@Tag("without-spring")
class AsyncCallTests {

    private static final LockRequest REQUEST = LockRequest.of("a");

    private final StalledStore store = new StalledStore();

    private final RecordingListener listener = new RecordingListener();

    private final LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of(listener));

    private final CompletableFuture<String> work = new CompletableFuture<>();

    @AfterEach
    void end() {
        store.answer();
        locks.close();
    }

    @Test
    void theLeaseIsBoundUntilTheCallbackHasReturnedAndHeldUntilItsStageCompletes() {
        CompletableFuture<Lease> seen = new CompletableFuture<>();
        CompletionStage<String> call = locks.executeAsync(REQUEST, lease -> {
            assertThat(CurrentLease.require()).isSameAs(lease);
            seen.complete(lease);
            return work;
        });
        Lease lease = Await.value(seen);
        assertThat(lease.isValid()).isTrue();
        assertThat(CurrentLease.find()).isEmpty();
        assertThat(call.toCompletableFuture()).isNotDone();

        work.complete("done");

        assertThat(Await.value(call)).isEqualTo("done");
        assertThat(lease.isValid()).isFalse();
        Await.until(() -> listener.events().contains("released"));
        assertThat(listener.events()).containsExactly("acquired after 1", "released");
    }

    @Test
    void whatTheCallbackThrowsTheCallFailsWith() {
        IOException thrown = new IOException("on purpose");

        assertThatThrownBy(() -> get(locks.executeAsync(REQUEST, lease -> {
                    throw thrown;
                })))
                .cause()
                .isSameAs(thrown);
        assertThatThrownBy(() -> get(locks.<String>executeAsync(REQUEST, lease -> null)))
                .cause()
                .hasMessageContaining("There was null");

        locks.acquire(REQUEST).close();
    }

    @Test
    void anExecutorThatRefusesMakesItFailWithTheLockReleased() {
        assertThatThrownBy(() -> get(locks.executeAsync(REQUEST, lease -> work, task -> {
                    throw new RejectedExecutionException("full");
                })))
                .cause()
                .isInstanceOf(RejectedExecutionException.class);

        locks.acquire(REQUEST).close();
    }

    @Test
    void theExecutorBeginsTheWorkAndTellsOfItsEnd() throws Exception {
        List<Thread> threads = new CopyOnWriteArrayList<>();
        CompletableFuture<Thread> began = new CompletableFuture<>();
        CompletionStage<String> call = locks.executeAsync(
                REQUEST,
                lease -> {
                    began.complete(Thread.currentThread());
                    return work;
                },
                task -> {
                    Thread thread = new Thread(task);
                    threads.add(thread);
                    thread.start();
                });
        Thread beginner = Await.value(began);
        CompletableFuture<Thread> told = call.toCompletableFuture().thenApply(done -> Thread.currentThread());
        work.complete("done");

        assertThat(threads).contains(beginner, Await.value(told));
    }

    @Test
    void aStageThatCannotBeCancelledIsWaitedForWithTheLockHeld() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<String> call = locks.executeAsync(REQUEST, lease -> {
                    begun.complete(null);
                    return work.minimalCompletionStage();
                })
                .toCompletableFuture();
        Await.value(begun);

        call.cancel(true);

        assertThat(work).isNotDone();
        assertThat(locks.tryAcquire(REQUEST)).isEmpty();
        work.complete("done");
        locks.acquire(REQUEST).close();
    }

    @Test
    void whoCancelsBeforeTheGrantDoesNotBegin() {
        AtomicBoolean begun = new AtomicBoolean();
        store.stall();
        CompletableFuture<String> call = locks.executeAsync(REQUEST, lease -> {
                    begun.set(true);
                    return work;
                })
                .toCompletableFuture();
        Await.until(store::isAsked);
        call.cancel(true);
        store.answer();

        locks.acquire(REQUEST).close();
        assertThat(begun).isFalse();
    }

    @Test
    void whoCancelsBetweenTheGrantAndTheBeginningDoesNotBegin() {
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<Runnable> beginning = new CompletableFuture<>();
        CompletableFuture<String> call = locks.executeAsync(
                        REQUEST,
                        lease -> {
                            begun.set(true);
                            return work;
                        },
                        beginning::complete)
                .toCompletableFuture();
        Runnable begin = Await.value(beginning);

        call.cancel(true);

        // Not only once the executor comes to it.
        locks.acquire(REQUEST).close();
        begin.run();
        assertThat(begun).isFalse();
    }

    @Test
    void workThatWasNotBegunKeepsNoLockForALeastTime() {
        LockRequest kept = REQUEST.minHold(Duration.ofSeconds(5));
        CompletableFuture<Runnable> beginning = new CompletableFuture<>();
        CompletableFuture<String> call =
                locks.executeAsync(kept, lease -> work, beginning::complete).toCompletableFuture();
        Await.value(beginning);
        call.cancel(true);
        locks.acquire(kept.minHold(Duration.ZERO)).close();

        assertThatThrownBy(() -> get(locks.executeAsync(kept, lease -> work, task -> {
                    throw new RejectedExecutionException("full");
                })))
                .cause()
                .isInstanceOf(RejectedExecutionException.class);
        locks.acquire(REQUEST).close();
    }

    @Test
    void aLossCancelsTheWorkThoughItsOwnCallbacksOfTheLossBlock() throws Exception {
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        CompletableFuture<Lease> begun = new CompletableFuture<>();
        CompletionStage<String> call =
                locks.executeAsync(REQUEST.ttl(Duration.ofMillis(300)).onLost(OnLost.INTERRUPT), lease -> {
                    lease.lost().thenRun(blocked::join);
                    begun.complete(lease);
                    return work;
                });
        try {
            assertThatThrownBy(() -> get(call)).cause().isInstanceOf(LeaseLostException.class);
            assertThat(work).isCancelled();
        } finally {
            blocked.complete(null);
        }
    }

    @Test
    void aReleaseThatIsUnansweredWhenTheTemplateClosesIsNotWaitedForAnyLonger() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletionStage<String> call = locks.executeAsync(REQUEST, lease -> {
            begun.complete(null);
            return work;
        });
        Await.value(begun);
        store.stall();
        work.complete("done");
        Await.until(store::isAsked);

        locks.close();

        assertThat(Await.value(call)).isEqualTo("done");
    }

    @Test
    void anExecutorThatRefusesTheEndLosesNoResult() {
        AtomicBoolean full = new AtomicBoolean();
        CompletionStage<String> call = locks.executeAsync(REQUEST, lease -> work, task -> {
            if (full.get()) {
                throw new RejectedExecutionException("full");
            }
            task.run();
        });
        Await.until(() ->
                locks.waiting("a") == 0 && !locks.isIdle() && listener.events().contains("acquired after 1"));
        full.set(true);
        CompletableFuture<String> toldOn = call.toCompletableFuture()
                .handle((value, failure) -> Thread.currentThread().getName());
        work.complete("done");

        assertThat(Await.value(toldOn)).startsWith("lock-starter-call");
    }

    @Test
    void aReleaseWithoutAnAnswerChangesNothingOfTheResult() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletionStage<String> call = locks.executeAsync(REQUEST.ttl(Duration.ofSeconds(1)), lease -> {
            begun.complete(null);
            return work;
        });
        Await.value(begun);
        store.stall();

        work.complete("done");

        assertThat(Await.value(call)).isEqualTo("done");
        Await.until(() -> listener.events().contains("releaseUnanswered"));
        store.answer();
        locks.acquire(REQUEST).close();
    }

    @Test
    void aLossThatIsOnlyToBeWarnedOfIsNotTold() {
        CompletableFuture<Lease> begun = new CompletableFuture<>();
        CompletionStage<String> call =
                locks.executeAsync(REQUEST.ttl(Duration.ofMillis(300)).onLost(OnLost.WARN), lease -> {
                    begun.complete(lease);
                    return work;
                });
        Lease lease = Await.value(begun);
        Await.until(() -> !lease.isValid());

        work.complete("done");

        assertThat(Await.value(call)).isEqualTo("done");
    }

    @Test
    void aLossIsSuppressedInWhatTheWorkFailsWithAndTheOtherWayRoundIfWeCancelledIt() {
        CompletionStage<String> signalled = locks.executeAsync(
                REQUEST.ttl(Duration.ofMillis(300)),
                lease -> lease.lost().thenApply(loss -> {
                    throw new IllegalStateException("on purpose");
                }));
        ExecutionException own = catchThrowableOfType(ExecutionException.class, () -> get(signalled));
        assertThat(own.getCause()).hasMessage("on purpose");
        assertThat(own.getCause().getSuppressed()).hasExactlyElementsOfTypes(LeaseLostException.class);

        CompletionStage<String> interrupted = locks.executeAsync(
                LockRequest.of("b").ttl(Duration.ofMillis(300)).onLost(OnLost.INTERRUPT), lease -> work);
        ExecutionException ours = catchThrowableOfType(ExecutionException.class, () -> get(interrupted));
        assertThat(ours.getCause()).isInstanceOf(LeaseLostException.class);
        assertThat(ours.getCause().getSuppressed()).hasSize(1);
        assertThat(work).isCancelled();
    }

    @Test
    void aLeaseThatIsLostBeforeTheWorkCouldBeginIsNotWorkedUnder() {
        AtomicBoolean begun = new AtomicBoolean();
        CompletableFuture<Runnable> held = new CompletableFuture<>();
        CompletionStage<String> call = locks.executeAsync(
                REQUEST.ttl(Duration.ofMillis(300)),
                lease -> {
                    begun.set(true);
                    return work;
                },
                task -> {
                    if (!held.complete(task)) {
                        task.run();
                    }
                });
        Runnable task = Await.value(held);
        Await.pass(Duration.ofMillis(310));
        task.run();

        assertThatThrownBy(() -> get(call)).cause().isInstanceOf(LeaseLostException.class);
        assertThat(begun).isFalse();
    }

    @Test
    void aStopLeavesALockWhoseWorkIsNotDoneAndANewCallFails() {
        CompletableFuture<Lease> begun = new CompletableFuture<>();
        CompletionStage<String> call = locks.executeAsync(REQUEST, lease -> {
            begun.complete(lease);
            return work;
        });
        Lease lease = Await.value(begun);

        locks.stop();

        assertThat(lease.isValid()).isTrue();
        assertThatThrownBy(() -> get(locks.executeAsync(LockRequest.of("b"), other -> work)))
                .cause()
                .isInstanceOf(LockStoreException.class);
        work.complete("done");
        assertThat(Await.value(call)).isEqualTo("done");
    }

    @Test
    void theThreadsEndWithTheTemplate() {
        CompletionStage<String> call = locks.executeAsync(REQUEST, lease -> CompletableFuture.completedFuture("done"));
        assertThat(Await.value(call)).isEqualTo("done");

        locks.close();

        Await.until(() -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.isAlive() && thread.getName().matches("lock-starter-(step|call).*")));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
