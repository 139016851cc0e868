package io.github.lockstarter.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.lockstarter.store.StoreFailure;
import io.github.lockstarter.store.StoreFailure.Kind;
import io.github.lockstarter.testing.Await;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MovedMasterTests {

    private final RedisThreads threads = new RedisThreads();

    private final AtomicInteger looks = new AtomicInteger();

    private final MovedMaster<String> moved = new MovedMaster<>(threads, () -> {
        looks.incrementAndGet();
        return CompletableFuture.completedFuture(null);
    });

    @AfterEach
    void end() {
        threads.close();
    }

    @Test
    void isLookedForWhileACommandHasNoAnswer() {
        moved.watch(new CompletableFuture<>(), "old");

        Await.until(() -> looks.get() >= 2);
    }

    /** One that is cut off from its replicas answers, and says that they do not. */
    @ParameterizedTest
    @EnumSource(names = {"NOT_EXECUTED", "UNKNOWN"})
    void isLookedForWhenACommandFails(Kind kind) {
        CompletableFuture<Object> reply = new CompletableFuture<>();
        moved.watch(reply, "old");

        reply.completeExceptionally(new StoreFailure(kind, "failed", null));

        Await.until(() -> looks.get() == 1);
    }

    @Test
    void isLookedForAgainAfterATimeWithoutThreads() {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<?> rejected = new CompletableFuture<>();
        while (!rejected.isDone()) {
            threads.execute(() -> await(busy), rejected);
        }
        CompletableFuture<Object> reply = new CompletableFuture<>();
        moved.watch(reply, "old");
        reply.completeExceptionally(new StoreFailure(Kind.UNKNOWN, "failed", null));
        // Meanwhile both times have come when there should have been a look.
        Await.pass(Duration.ofMillis(600));
        assertThat(looks).hasValue(0);
        busy.countDown();

        Await.until(() -> {
            moved.watch(new CompletableFuture<>(), "old");
            return looks.get() > 0;
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
