package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LeaseLostException;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.OnLost;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Calls nested in a locked call whose work goes on: they share its lease by turns, and it covers them all. */
@Tag("without-spring")
class NestedCallTests {

    private static final LockRequest A = LockRequest.of("a");

    private static final LockRequest B = LockRequest.of("b");

    private static final LockRequest BOTH = LockRequest.of(Set.of("a", "b"));

    private final StalledStore store = new StalledStore();

    private final RecordingListener listener = new RecordingListener();

    private final LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of(listener));

    /** Goes wrong where two are inside: it is read, and written a while later. */
    private final AtomicInteger inside = new AtomicInteger();

    private final AtomicInteger most = new AtomicInteger();

    @AfterEach
    void end() {
        store.answer();
        locks.close();
    }

    @Test
    void theyTakeTurns() {
        Await.value(locks.executeAsync(
                A,
                lease -> all(
                        20,
                        () -> locks.executeAsync(A, inner -> {
                            assertThat(inner.fencingToken()).isEqualTo(lease.fencingToken());
                            return aWhile();
                        }))));

        assertThat(most).hasValue(1);
        assertThat(locks.tryAcquire(A)).isPresent();
    }

    @Test
    void forDifferentKeysTheyRunAtTheSameTime() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();

        Await.value(locks.executeAsync(
                BOTH,
                lease -> locks.executeAsync(A, inner -> {
                            first.complete(null);
                            return second;
                        })
                        .thenCombine(
                                locks.executeAsync(B, inner -> {
                                    second.complete(null);
                                    return first;
                                }),
                                (one, other) -> null)));
    }

    @Test
    void theyAreNestedInTheOneAroundThemNotInTheOneBeside() {
        AtomicInteger depth = new AtomicInteger();

        Await.value(locks.executeAsync(
                A,
                outer -> locks.executeAsync(
                        A,
                        middle -> locks.executeAsync(A, inner -> {
                            depth.incrementAndGet();
                            return aWhile();
                        }))));

        assertThat(depth).hasValue(1);
    }

    @Test
    void theLockIsHeldUntilTheLastOfThemHasEnded() {
        CompletableFuture<Void> inner = new CompletableFuture<>();
        CompletableFuture<CompletionStage<Void>> nested = new CompletableFuture<>();
        Await.value(locks.executeAsync(A, lease -> {
            nested.complete(locks.executeAsync(A, shared -> inner));
            return CompletableFuture.completedFuture(null);
        }));
        assertThat(locks.tryAcquire(A)).isEmpty();

        inner.complete(null);

        Await.value(Await.value(nested));
        assertThat(locks.tryAcquire(A)).isPresent();
    }

    @Test
    void aBlockingCallsLockIsHeldForThemToo() {
        CompletableFuture<Void> inner = new CompletableFuture<>();
        CompletionStage<Void> nested = locks.execute(A, lease -> locks.executeAsync(A, shared -> inner));
        assertThat(locks.tryAcquire(A)).isEmpty();

        inner.complete(null);

        Await.value(nested);
        assertThat(locks.tryAcquire(A)).isPresent();
    }

    @Test
    void aBlockingOneWaitsForItsTurnAndNotLongerThanItsBudget() {
        locks.execute(A, lease -> {
            CompletableFuture<Void> end = new CompletableFuture<>();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletionStage<Void> beside = locks.executeAsync(A, shared -> {
                begun.complete(null);
                return end;
            });
            Await.value(begun);
            assertThatThrownBy(() -> locks.execute(A.waitTime(Duration.ofMillis(50)), shared -> null))
                    .isInstanceOf(LockNotAcquiredException.class);
            assertThatThrownBy(() -> get(locks.executeAsync(A.waitTime(Duration.ofMillis(50)), shared -> aWhile())))
                    .cause()
                    .isInstanceOf(LockNotAcquiredException.class);
            CompletableFuture.delayedExecutor(50, TimeUnit.MILLISECONDS).execute(() -> end.complete(null));
            locks.execute(A, shared -> assertThat(end).isDone());
            return beside;
        });
    }

    @Test
    void theWaitForATurnIsPartOfTheBudget() {
        Lease busy = locks.acquire(B);
        locks.execute(A, lease -> {
            CompletableFuture<Void> end = new CompletableFuture<>();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletionStage<Void> first = locks.executeAsync(A, shared -> {
                begun.complete(null);
                return end;
            });
            Await.value(begun);
            CompletableFuture.delayedExecutor(250, TimeUnit.MILLISECONDS).execute(() -> end.complete(null));
            long began = System.nanoTime();
            assertThatThrownBy(() -> locks.execute(BOTH.waitTime(Duration.ofMillis(300)), shared -> null))
                    .isInstanceOf(LockNotAcquiredException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMillis(500));
            return first;
        });
        busy.close();
    }

    @Test
    void whoWaitsForSeveralKeysHoldsUpNobodyWhoHasOneOfThem() {
        Await.value(locks.executeAsync(BOTH, lease -> {
            CompletableFuture<LockFlow> inFirst = new CompletableFuture<>();
            CompletableFuture<Void> end = new CompletableFuture<>();
            CompletionStage<Void> first = locks.executeAsync(A, inner -> {
                inFirst.complete(LockFlow.current());
                return end;
            });
            LockFlow within = Await.value(inFirst);
            CompletionStage<Void> both = locks.executeAsync(BOTH, inner -> aWhile());
            within.call(() -> locks.executeAsync(B.waitTime(Duration.ofSeconds(1)), inner -> aWhile()))
                    .whenComplete((done, failure) -> end.complete(null));
            return first.thenCombine(both, (one, other) -> null);
        }));
        assertThat(most).hasValue(1);
    }

    @Test
    void aTurnThatDoesNotComeIsToldAsBusy() {
        locks.execute(A, lease -> {
            CompletableFuture<Void> end = new CompletableFuture<>();
            CompletableFuture<Void> begun = new CompletableFuture<>();
            CompletionStage<Void> first = locks.executeAsync(A, shared -> {
                begun.complete(null);
                return end;
            });
            Await.value(begun);
            assertThatThrownBy(() -> get(locks.executeAsync(A.waitTime(Duration.ofMillis(10)), shared -> aWhile())))
                    .cause()
                    .isInstanceOf(LockNotAcquiredException.class);
            Await.until(() -> listener.events().contains("notAcquired LockNotAcquiredException"));
            assertThatThrownBy(() -> locks.execute(A.waitTime(Duration.ofMillis(10)), shared -> null))
                    .isInstanceOf(LockNotAcquiredException.class);
            end.complete(null);
            return first;
        });
        assertThat(listener.events().stream().filter("notAcquired LockNotAcquiredException"::equals))
                .hasSize(2);
    }

    @Test
    void ofALossTheCallAroundThemTells() {
        CompletionStage<String> outer = locks.executeAsync(
                A.ttl(Duration.ofMillis(300)).onLost(OnLost.WARN),
                lease -> locks.executeAsync(
                        A.onLost(OnLost.INTERRUPT), inner -> lease.lost().thenApply(loss -> "done")));

        assertThat(Await.value(outer)).isEqualTo("done");
    }

    @Test
    void oneThatCouldNotBeginTakesNothingFromTheLeastTimeOfTheCallAroundIt() {
        locks.execute(A.minHold(Duration.ofSeconds(5)), lease -> {
            assertThatThrownBy(() -> get(locks.<Void>executeAsync(A, inner -> aWhile(), task -> {
                        throw new RejectedExecutionException("full");
                    })))
                    .cause()
                    .isInstanceOf(RejectedExecutionException.class);
            return null;
        });

        assertThat(locks.tryAcquire(A)).isEmpty();
    }

    @Test
    void whoGivesUpItsTurnIsNotWaitedFor() {
        Await.value(locks.executeAsync(A, lease -> {
            CompletableFuture<Void> end = new CompletableFuture<>();
            CompletionStage<Void> first = locks.executeAsync(A, shared -> end);
            CompletableFuture<Void> second = locks.executeAsync(A, shared -> new CompletableFuture<Void>())
                    .toCompletableFuture();
            CompletionStage<Void> third = locks.executeAsync(A, shared -> CompletableFuture.completedFuture(null));
            second.cancel(true);
            end.complete(null);
            return first.thenCombine(third, (one, other) -> null);
        }));
        assertThat(locks.tryAcquire(A)).isPresent();
    }

    @Test
    void whatTheOuterCallDoesNotHoldIsAcquired() {
        Await.value(locks.executeAsync(
                A,
                lease -> locks.executeAsync(BOTH, inner -> {
                    assertThat(inner.keys()).containsExactly("b");
                    assertThat(CurrentLease.all()).extracting(Lease::keys).containsExactly(Set.of("b"), Set.of("a"));
                    assertThat(locks.tryAcquire(B)).isEmpty();
                    return aWhile();
                })));
        assertThat(locks.tryAcquire(BOTH)).isPresent();
    }

    @Test
    void onceTheOuterCallIsOverTheyWaitLikeAnyones() throws Exception {
        CompletableFuture<LockFlow> flow = new CompletableFuture<>();
        Await.value(locks.executeAsync(A, lease -> {
            flow.complete(LockFlow.current());
            return CompletableFuture.completedFuture(null);
        }));
        Lease another = locks.acquire(A);

        CompletionStage<Void> late = Await.value(flow).call(() -> locks.executeAsync(A, lease -> aWhile()));
        assertThat(late.toCompletableFuture()).isNotDone();
        another.close();

        Await.value(late);
    }

    @Test
    void onceTheOuterCallIsOverTheyAreNotSharedWithThoseThatStillGoOn() throws Exception {
        CompletableFuture<LockFlow> flow = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        CompletableFuture<Long> outer = new CompletableFuture<>();
        Await.value(locks.executeAsync(A, lease -> {
            flow.complete(LockFlow.current());
            outer.complete(lease.fencingToken());
            locks.executeAsync(A, inner -> end);
            return CompletableFuture.completedFuture(null);
        }));

        CompletionStage<Long> late = Await.value(flow)
                .call(() -> locks.executeAsync(A, lease -> CompletableFuture.completedFuture(lease.fencingToken())));
        end.complete(null);

        assertThat(Await.value(late)).isGreaterThan(Await.value(outer));
    }

    @Test
    void aLeaseOfAnotherStoreIsNoneOfTheirs() {
        try (LockTemplate others = new LockTemplate(new StalledStore(), RedisLocks.DEFAULTS, List.of())) {
            Await.value(locks.executeAsync(
                    A,
                    lease -> others.executeAsync(A, inner -> {
                        assertThat(inner.fencingToken()).isNotEqualTo(lease.fencingToken());
                        assertThat(others.tryAcquire(A)).isEmpty();
                        return aWhile();
                    })));
            locks.execute(
                    A, lease -> others.execute(A, inner -> assertThat(inner).isNotSameAs(lease)));
        }
    }

    @Test
    void aLostLeaseIsNotShared() {
        assertThatThrownBy(() -> get(locks.executeAsync(A.ttl(Duration.ofMillis(300)), lease -> {
                    Await.until(() -> !lease.isValid());
                    return locks.executeAsync(A, inner -> aWhile());
                })))
                .cause()
                .isInstanceOf(LeaseLostException.class);
        assertThat(most).hasValue(0);
    }

    @Test
    void aThreadIsPartOfACallUntilTheCallbackHasReturned() {
        CompletableFuture<Void> work = new CompletableFuture<>();
        CompletableFuture<Boolean> after = new CompletableFuture<>();
        CompletionStage<Void> call = locks.executeAsync(
                A,
                lease -> {
                    assertThat(LockFlow.current().isEmpty()).isFalse();
                    return work;
                },
                task -> {
                    task.run();
                    after.complete(LockFlow.current().isEmpty());
                });
        assertThat(Await.value(after)).isTrue();
        work.complete(null);
        Await.value(call);
    }

    private CompletionStage<Void> aWhile() {
        most.accumulateAndGet(inside.incrementAndGet(), Math::max);
        return CompletableFuture.runAsync(
                inside::decrementAndGet, CompletableFuture.delayedExecutor(2, TimeUnit.MILLISECONDS));
    }

    private static CompletionStage<Void> all(int count, Supplier<CompletionStage<Void>> call) {
        List<CompletableFuture<Void>> calls = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            calls.add(call.get().toCompletableFuture());
        }
        return CompletableFuture.allOf(calls.toArray(CompletableFuture<?>[]::new));
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
