package io.github.lockstarter.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.lockstarter.CurrentLease;
import io.github.lockstarter.Lease;
import io.github.lockstarter.LockNotAcquiredException;
import io.github.lockstarter.LockRequest;
import io.github.lockstarter.LockStoreException;
import io.github.lockstarter.testing.Await;
import io.github.lockstarter.testing.RedisLocks;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Acquiring without a thread that waits. */
@Tag("without-spring")
class AsyncAcquireTests {

    private static final LockRequest IN_LINE = LockRequest.of("a");

    private static final LockRequest APART = LockRequest.of(Set.of("a", "b"));

    private final StalledStore store = new StalledStore();

    private final RecordingListener listener = new RecordingListener();

    private final LockTemplate locks = new LockTemplate(store, RedisLocks.DEFAULTS, List.of(listener));

    @AfterEach
    void end() {
        store.answer();
        locks.close();
    }

    static List<LockRequest> bothWays() {
        return List.of(IN_LINE, APART);
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void aFreeLockIsGrantedAndBoundToNoThread(LockRequest request) {
        Lease lease = Await.value(locks.acquireAsync(request));

        assertThat(lease.isValid()).isTrue();
        assertThat(lease.keys()).isEqualTo(request.keys());
        assertThat(CurrentLease.find()).isEmpty();
        assertThat(locks.tryAcquire(request)).isEmpty();
        lease.close();
        assertThat(locks.tryAcquire(request)).isPresent();
        Await.until(() -> listener.events().contains("acquired after 1"));
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void aBusyLockIsWaitedForWithoutAThread(LockRequest request) {
        Lease before = locks.acquire(request);
        List<CompletableFuture<Lease>> waiting = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            waiting.add(locks.acquireAsync(request.retries(1_000).retryDelay(Duration.ofMillis(2)))
                    .toCompletableFuture());
        }
        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        before.close();

        CompletableFuture<?>[] ends =
                waiting.stream().map(each -> each.thenAccept(Lease::close)).toArray(CompletableFuture<?>[]::new);
        Await.value(CompletableFuture.allOf(ends));
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void theWaitHasItsBudget(LockRequest request) {
        Lease busy = locks.acquire(request);
        long began = System.nanoTime();

        assertThatThrownBy(() -> get(locks.acquireAsync(request.waitTime(Duration.ofMillis(200)))))
                .cause()
                .isInstanceOf(LockNotAcquiredException.class)
                .hasMessageContaining("held by");

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(190), Duration.ofSeconds(2));
        assertThatThrownBy(() -> get(locks.acquireAsync(request.retries(0))))
                .cause()
                .isInstanceOf(LockNotAcquiredException.class);
        busy.close();
        Await.until(() -> listener.events().contains("notAcquired LockNotAcquiredException"));
        assertThat(locks.isIdle()).isTrue();
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void whoCancelsLeavesNothingBehind(LockRequest request) {
        Lease busy = locks.acquire(request);
        CompletableFuture<Lease> waiting =
                locks.acquireAsync(request.retries(1_000)).toCompletableFuture();
        CompletableFuture<Lease> impatient =
                locks.acquireAsync(request.retries(1_000)).toCompletableFuture().orTimeout(100, TimeUnit.MILLISECONDS);
        waiting.cancel(true);
        assertThatThrownBy(() -> get(waiting)).isInstanceOf(CancellationException.class);
        assertThatThrownBy(() -> get(impatient)).cause().isInstanceOf(TimeoutException.class);
        busy.close();

        Await.until(locks::isIdle);
        Lease lease = locks.acquire(request);
        lease.close();
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void aGrantThatComesInAfterTheCancellationIsGivenBack(LockRequest request) {
        store.stall();
        CompletableFuture<Lease> cancelled = locks.acquireAsync(request).toCompletableFuture();
        Await.until(store::isAsked);
        cancelled.cancel(true);
        store.answer();

        locks.acquire(request).close();
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void aStoreThatDoesNotAnswerIsWaitedForNoLongerThanTheCommandTimeout(LockRequest request) {
        store.stall();
        long began = System.nanoTime();

        assertThatThrownBy(() -> get(locks.acquireAsync(request.retries(0).ttl(Duration.ofSeconds(1)))))
                .cause()
                .isInstanceOf(LockStoreException.class);

        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .isBetween(Duration.ofMillis(245), Duration.ofSeconds(2));
        store.answer();
        Await.until(() -> locks.tryAcquire(request).isPresent());
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void aStopSendsThoseWhoWaitAway(LockRequest request) {
        Lease busy = locks.acquire(request.ttl(Duration.ofHours(1)));
        CompletableFuture<Lease> waiting = locks.acquireAsync(
                        request.retries(1_000).retryDelay(Duration.ofSeconds(20)))
                .toCompletableFuture();

        // So that it has asked, and waits to ask again.
        Await.pass(Duration.ofMillis(100));

        locks.stop();

        assertThatThrownBy(() -> get(waiting))
                .cause()
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("shutting down");
        assertThatThrownBy(() -> get(locks.acquireAsync(request)))
                .cause()
                .isInstanceOf(LockStoreException.class)
                .hasMessageContaining("shutting down");
        busy.close();
    }

    @ParameterizedTest
    @MethodSource("bothWays")
    void whoeverCancelsAtWhateverMomentLeavesNothing(LockRequest request) {
        for (int round = 0; round < 500; round++) {
            CompletableFuture<Lease> cancelled =
                    locks.acquireAsync(request.ttl(Duration.ofHours(1))).toCompletableFuture();
            LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(60_000));
            if (!cancelled.cancel(true)) {
                cancelled.join().close();
            }
            Await.until(() ->
                    locks.tryAcquire(request).map(AsyncAcquireTests::closed).orElse(false));
        }
    }

    @Test
    void aClosedTemplateSaysSo() {
        locks.close();

        assertThatThrownBy(() -> get(locks.acquireAsync(IN_LINE))).cause().isInstanceOf(LockStoreException.class);
    }

    private static boolean closed(Lease lease) {
        lease.close();
        return true;
    }

    private static Lease get(CompletionStage<Lease> stage) throws Exception {
        return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    }
}
